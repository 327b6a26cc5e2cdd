package io.ocmfed.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a bench's table.
 *
 * @param what what was measured
 * @param figures by name with unit, such as {@code p50 ms}; in the order of the columns
 */
record Row(String what, Map<String, Double> figures) {

  static Row times(String what, Distribution times) {
    var figures = new LinkedHashMap<String, Double>();
    figures.put("samples", (double) times.count());
    figures.put("p50 ms", times.median());
    figures.put("p99 ms", times.p99());
    figures.put("max ms", times.max());
    return new Row(what, figures);
  }

  static Row of(String what, String name, double value) {
    var figures = new LinkedHashMap<String, Double>();
    figures.put(name, value);
    return new Row(what, figures);
  }

  Row and(String name, double value) {
    var more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new Row(what, more);
  }
}
