package io.ocmfed.bench;

import java.util.List;

/**
 * What a bench has measured.
 *
 * @param bench its name
 * @param machine what it ran on
 * @param setting how it was run
 * @param rows the figures, baselines among them
 * @param goals what was wanted
 */
record BenchResult(
    String bench, Machine machine, String setting, List<Row> rows, List<Goal> goals) {}
