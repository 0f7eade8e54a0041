# A record of Memcon as data frames. A record is one SQLite file; its views (crates/memcon-store/src/schema/views.sql)
# are its interface, and nothing here looks at its tables. Partial dates ("2025-03", "2025") stay as text in `date`;
# `first_day` is their first day as a Date.

#' Opens a record to read it.
#'
#' @param path The record, as `memcon add` makes it.
#' @return A connection, to be closed by memcon_close().
memcon_open <- function(path) {
  if (!file.exists(path)) stop(path, ": there is no such record; memcon add makes one", call. = FALSE)
  connection <- DBI::dbConnect(RSQLite::SQLite(), path, flags = RSQLite::SQLITE_RO)
  known <- tryCatch(DBI::dbListTables(connection), error = function(e) character())
  if (!all(c("events", "parties", "dyads") %in% known)) {
    DBI::dbDisconnect(connection)
    stop(path, ": not a record of Memcon", call. = FALSE)
  }
  connection
}

#' Closes a record.
memcon_close <- function(record) invisible(DBI::dbDisconnect(record))

#' What a statement that reads gives, as a data frame. Ids are texts: they are longer than numbers of R are exact.
#'
#' @param record What memcon_open() gave.
#' @param statement SQL.
#' @param ... Values of its parameters, by position.
memcon_sql <- function(record, statement, ...) {
  values <- list(...)
  found <- DBI::dbGetQuery(record, statement, params = if (length(values)) values)
  as_text <- vapply(found, inherits, logical(1), what = "integer64")
  found[as_text] <- lapply(found[as_text], as.character)
  found
}

#' The events of a record, one row each.
#'
#' @param from,to First and last day, month or year.
#' @param category PLOVER categories.
#' @return A data frame: the columns of the view `events`, `first_day` as Date and `core` as logical.
memcon_events <- function(record, from = NULL, to = NULL, category = NULL) {
  terms <- c(
    if (!is.null(from)) "date >= ?",
    if (!is.null(to)) "date <= ?",
    if (!is.null(category)) sprintf("category IN (%s)", toString(rep("?", length(category))))
  )
  where <- if (length(terms)) paste("WHERE", paste(terms, collapse = " AND ")) else ""
  # Texts that begin with a last month or year are in it.
  values <- c(as.list(as.character(from)), if (!is.null(to)) list(paste0(to, "~")), as.list(category))
  # Ids have 64 bits, more than a number of R holds.
  statement <- paste("SELECT CAST(id AS TEXT) AS event_id, CAST(mention AS TEXT) AS lead_mention,",
                     "CAST(story AS TEXT) AS story_id, * FROM events", where, "ORDER BY date, event_id")
  events <- do.call(memcon_sql, c(list(record, statement), values))
  events[c("id", "mention", "story")] <- events[c("event_id", "lead_mention", "story_id")]
  events[c("event_id", "lead_mention", "story_id")] <- NULL
  events$first_day <- memcon_first_day(events$date)
  events$core <- as.logical(events$core)
  events
}

#' The parties of events, one row each: `event` is the id of memcon_events(), `start` and `end` count characters of the
#' story's document, from 0.
memcon_parties <- function(record) {
  memcon_sql(record, "SELECT CAST(event AS TEXT) AS event, side, number, name, text, country, sector, sectors, office,
    identifier, start, \"end\" FROM parties ORDER BY event, side, number")
}

#' Events between pairs of countries, directed: one row an event and pair.
memcon_dyads <- function(record) {
  memcon_sql(record, "SELECT actor, recipient, CAST(event AS TEXT) AS event, category, month, score FROM dyads
    WHERE actor <> '' AND recipient <> '' ORDER BY month, event, actor, recipient")
}

#' Counts and mean scores by pair of countries and period, every period between the first and the last filled.
#'
#' @param by "month" or "year".
#' @return A data frame: actor, recipient, period (a Date, its first day), events, mean_score (NA where there are none).
memcon_panel <- function(record, by = c("month", "year")) {
  by <- match.arg(by)
  dyads <- memcon_dyads(record)
  dyads <- dyads[grepl("^[0-9]{4}-[0-9]{2}", dyads$month), ]
  if (nrow(dyads) == 0) {
    return(data.frame(actor = character(), recipient = character(), period = as.Date(character()),
                      events = integer(), mean_score = numeric()))
  }
  day <- if (by == "month") paste0(substr(dyads$month, 1, 7), "-01") else paste0(substr(dyads$month, 1, 4), "-01-01")
  dyads$period <- as.Date(day)
  periods <- seq(min(dyads$period), max(dyads$period), by = by)
  pairs <- unique(dyads[c("actor", "recipient")])
  pairs <- pairs[order(pairs$actor, pairs$recipient), ]
  panel <- merge(pairs, data.frame(period = periods), by = NULL)
  key <- function(frame) paste(frame$actor, frame$recipient, frame$period)
  groups <- split(dyads$score, key(dyads))
  found <- groups[key(panel)]
  panel$events <- lengths(found, use.names = FALSE)
  panel$mean_score <- vapply(found, function(scores) if (length(scores)) mean(scores) else NA_real_, 0, USE.NAMES = FALSE)
  panel <- panel[order(panel$actor, panel$recipient, panel$period), ]
  rownames(panel) <- NULL
  panel
}

# The first day of dates that may be months or years.
memcon_first_day <- function(date) {
  as.Date(ifelse(is.na(date), NA, paste0(date, c("", "", "", "", "-01-01", "", "", "-01", "", "", "")[nchar(date) + 1])))
}
