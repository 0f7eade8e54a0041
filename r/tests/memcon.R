# Run by r/test: `Rscript r/tests/memcon.R RECORD LINES`, with a record and JSON lines of the examples.
library(memcon)
arguments <- commandArgs(trailingOnly = TRUE)
record <- memcon_open(arguments[1])

events <- memcon_events(record)
stopifnot(nrow(events) > 10, inherits(events$first_day, "Date"), is.logical(events$core), is.character(events$id))
stopifnot(!anyDuplicated(events$id), all(nchar(events$id) > 5), !any(grepl("e+", events$id, fixed = TRUE)))
whole <- grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", events$date)
stopifnot(any(whole), identical(format(events$first_day[whole]), events$date[whole]))
accused <- memcon_events(record, from = "2025", category = c("ACCUSE", "CONSULT"))
stopifnot(nrow(accused) > 0, all(accused$category %in% c("ACCUSE", "CONSULT")), all(accused$date >= "2025"))
month <- substr(accused$date[1], 1, 7)
stopifnot(nrow(memcon_events(record, from = month, to = month)) > 0)

parties <- memcon_parties(record)
stopifnot(all(parties$event %in% events$id), all(parties$side %in% c("actor", "recipient")))
stopifnot(all(nchar(parties$text) == parties$end - parties$start))

dyads <- memcon_dyads(record)
stopifnot(nrow(dyads) > 0, all(dyads$event %in% events$id))
panel <- memcon_panel(record)
stopifnot(inherits(panel$period, "Date"), sum(panel$events) == sum(grepl("^[0-9]{4}-[0-9]{2}", dyads$month)))
stopifnot(all(is.na(panel$mean_score) == (panel$events == 0)))
stopifnot(nrow(panel) == nrow(unique(panel[c("actor", "recipient")])) * length(unique(panel$period)))
stopifnot(nrow(memcon_sql(record, "SELECT * FROM events WHERE category = ?", "ACCUSE")) > 0)
memcon_close(record)

read <- memcon_read(arguments[2])
stopifnot(nrow(read$documents) > 1, nrow(read$events) > 10, inherits(read$events$first_day, "Date"))
texts <- read$documents$text[match(read$parties$document, read$documents$id)]
stopifnot(identical(memcon_evidence(texts, read$parties$start, read$parties$end), read$parties$text))

failed <- tryCatch(memcon_open("nowhere.db"), error = conditionMessage)
stopifnot(grepl("there is no such record", failed))
cat("the R package is as it should be\n")
