package io.ocmfed.node.pod;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Stands for {@code pg_isready}, which the binaries on the class path lack: sends a start-up
 * message and looks at the first answer. A refusal of the user counts as ready, as in the original;
 * a server that says it is starting up does not.
 */
final class PostgresCheck {

  private static final int PORT = 5432;
  private static final int PROTOCOL_3_0 = 196608;
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private PostgresCheck() {}

  static boolean isMeantBy(List<String> command) {
    return command.stream().anyMatch(word -> word.matches("(?s)(.*[\\s/])?pg_isready(\\s.*)?"));
  }

  static ProbeResult run(String address, Duration limit) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, PORT), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      byte[] parameters = "user\0probe\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(8 + parameters.length);
      out.writeInt(PROTOCOL_3_0);
      out.write(parameters);
      out.flush();
      var in = new DataInputStream(socket.getInputStream());
      int kind = in.readUnsignedByte();
      if (kind == 'R') {
        return new ProbeResult.Success();
      }
      byte[] answer = in.readNBytes(Math.clamp(in.readInt() - 4L, 0, 4096));
      String text = new String(answer, StandardCharsets.UTF_8);
      return kind == 'E' && !text.contains(CANNOT_CONNECT_NOW)
          ? new ProbeResult.Success()
          : new ProbeResult.Failure("PostgreSQL rejects connections");
    }
  }
}
