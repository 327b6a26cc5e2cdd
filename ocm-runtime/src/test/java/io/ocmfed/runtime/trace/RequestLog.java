package io.ocmfed.runtime.trace;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the application logs about requests, with the ids that each line carries. */
final class RequestLog extends Handler {

  private final PatternFormatter text = new PatternFormatter("%s");
  private final Logger logger = Logger.getLogger("io.ocmfed.requests");
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  record Line(String request, String trace, String text) {}

  private RequestLog() {}

  static RequestLog open() {
    RequestLog log = new RequestLog();
    log.logger.addHandler(log);
    return log;
  }

  /** The lines of a request. */
  List<Line> of(String request) {
    return lines.stream().filter(line -> request.equals(line.request())).toList();
  }

  @Override
  public void publish(LogRecord logged) {
    ExtLogRecord line = ExtLogRecord.wrap(logged);
    lines.add(new Line(line.getMdc("requestId"), line.getMdc("traceId"), text.format(line)));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
