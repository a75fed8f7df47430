# survival.R - seconds of R's survfit and survdiff: survival.R FILE RUNS
# SPDX-License-Identifier: Apache-2.0
# The data are in memory before the clock starts; the median of the runs.
suppressMessages(library(survival))
args <- commandArgs(TRUE)
d <- as.data.frame(scan(args[1], list(id = 0, time = 0, status = 0L, grp = "",
  str = ""), sep = ",", skip = 1, quiet = TRUE))
d$grp <- factor(d$grp)
once <- function(i) {
  invisible(gc())
  system.time({
    survfit(Surv(time, status) ~ grp, d)
    survdiff(Surv(time, status) ~ grp, d)
  })[["elapsed"]]
}
cat(1000 * median(sapply(seq_len(as.integer(args[2])), once)), "\n")
