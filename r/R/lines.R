# JSON lines of `memcon code` as data frames.

#' Reads the JSON lines of `memcon code --format jsonl`.
#'
#' @param path A file, which may be packed with gzip.
#' @return A list of data frames: `documents`, `events` and `parties`. `start` and `end` count characters of the
#'   document's text from 0, so that substr(text, start + 1, end) are the words.
memcon_read <- function(path) {
  lines <- readLines(path, encoding = "UTF-8", warn = FALSE)
  documents <- lapply(lines[nzchar(lines)], jsonlite::fromJSON, simplifyVector = FALSE)
  list(
    documents = memcon_bind(lapply(documents, function(d) memcon_row(d, memcon_document))),
    events = memcon_bind(unlist(lapply(documents, memcon_events_of), recursive = FALSE)),
    parties = memcon_bind(unlist(lapply(documents, memcon_parties_of), recursive = FALSE))
  )
}

#' The words of a document between two offsets.
memcon_evidence <- function(text, start, end) substr(text, start + 1, end)

memcon_document <- c("id", "url", "title", "text", "date", "date_source", "language")
memcon_event <- c("id", "event", "act", "status", "date", "date_end", "act_date", "date_precision", "date_text", "quad",
                  "score", "core", "confidence", "decided_by")
memcon_party <- c("text", "start", "end", "name", "country", "sector", "office", "identifier")

# Chosen values of an object, what is missing as NA; dates that are days as Date are made by the caller.
memcon_row <- function(object, names) {
  values <- lapply(names, function(name) if (is.null(object[[name]])) NA else object[[name]])
  stats::setNames(values, names)
}

memcon_events_of <- function(document) {
  lapply(document$events, function(event) {
    row <- memcon_row(event, memcon_event)
    row$mode <- paste(unlist(event$mode), collapse = "; ")
    row$first_day <- as.character(memcon_first_day(row$date))
    row$place <- if (is.null(event$place)) NA else event$place$name
    row$place_country <- if (is.null(event$place$country)) NA else event$place$country
    row$evidence_start <- event$evidence[[1]]$start
    row$evidence_end <- event$evidence[[1]]$end
    c(list(document = document$id), row)
  })
}

memcon_parties_of <- function(document) {
  of_side <- function(event, side) {
    lapply(event[[side]], function(party) {
      c(list(document = document$id, event = event$id, side = sub("s$", "", side)), memcon_row(party, memcon_party))
    })
  }
  unlist(lapply(document$events, function(event) c(of_side(event, "actors"), of_side(event, "recipients"))),
         recursive = FALSE)
}

# Rows as a data frame, with `first_day` as Date.
memcon_bind <- function(rows) {
  if (length(rows) == 0) return(data.frame())
  columns <- lapply(names(rows[[1]]), function(name) unlist(lapply(rows, `[[`, name)))
  frame <- as.data.frame(stats::setNames(columns, names(rows[[1]])), stringsAsFactors = FALSE)
  if ("first_day" %in% names(frame)) frame$first_day <- as.Date(frame$first_day)
  frame
}
