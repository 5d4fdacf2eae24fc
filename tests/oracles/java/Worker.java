// Asks pgjdbc what it makes of a connection string. Nothing is dialled.
//
//   java -cp postgresql.jar:. Worker --list     the driver, as a JSON object
//   java -cp postgresql.jar:. Worker DRIVER     strings in, answers out, as ../README.md says

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.v3.ConnectionFactoryImpl;
import org.postgresql.hostchooser.HostRequirement;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.DriverInfo;

public final class Worker {
  private static final String HOW = "Driver.parseURL, then SslMode, HostRequirement and getParametersForStartup";

  /** The series of the newest version that connlint knows. */
  private static final String NEWEST = "42.7";

  /** Settings that it sends whatever the URL says. */
  private static final Set<String> ALWAYS =
      Set.of("user", "database", "client_encoding", "DateStyle", "TimeZone");

  public static void main(String[] arguments) throws IOException {
    LogManager.getLogManager().reset();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String version = version();
    String series = version.substring(0, version.lastIndexOf('.'));
    String name = series.equals(NEWEST) ? "pgjdbc" : "pgjdbc@" + series;
    if (arguments[0].equals("--list")) {
      out.println(object(Map.of("driver", name, "version", version, "how", HOW)));
      return;
    }
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      out.println(object(answer(stringOf(line))));
    }
  }

  /** The version of the jar that is there, which is a constant to the compiler, at run time. */
  private static String version() {
    try {
      return (String) DriverInfo.class.getField("DRIVER_VERSION").get(null);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Map<String, Object> answer(String s) {
    Map<String, Object> out = new TreeMap<>();
    out.put("s", s);
    out.put("ok", true);
    out.put("error", null);
    out.put("stage", null);
    try {
      Properties read = Driver.parseURL(s, null);
      if (read == null) {
        return refused(out, "read", wordsFor(s));
      }
      // To Java an empty name is the loopback address.
      String host = PGProperty.PG_HOST.getOrDefault(read);
      out.put("host", host == null || host.isEmpty() ? "localhost" : host);
      out.put("port", PGProperty.PG_PORT.getOrDefault(read));
      out.put("user", read.getProperty("user"));
      out.put("password", read.getProperty("password"));
      out.put("dbname", read.getProperty("PGDBNAME"));
      SslMode.of(read);
      try {
        HostRequirement.getTargetServerType(PGProperty.TARGET_SERVER_TYPE.getOrDefault(read));
      } catch (IllegalArgumentException error) {
        return refused(out, "options", null); // its caller has words for that
      }
      out.put("to_server", toServer(read));
      return out;
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    } catch (Exception error) {
      return refused(out, "options", error.toString());
    }
  }

  /** What it says of a URL that it does not understand: nothing at all when it leaves it to other drivers. */
  private static String wordsFor(String s) {
    try {
      new Driver().connect(s, new Properties());
      return null;
    } catch (SQLException error) {
      return error.toString();
    }
  }

  private static Map<String, Object> refused(Map<String, Object> out, String stage, String error) {
    out.put("ok", false);
    out.put("stage", stage);
    out.put("error", error);
    return out;
  }

  /** What it would send at startup, which only its connection factory knows. */
  private static Map<String, Object> toServer(Properties read) throws ReflectiveOperationException {
    Method method = ConnectionFactoryImpl.class.getDeclaredMethod(
        "getParametersForStartup", String.class, String.class, Properties.class);
    method.setAccessible(true);
    Map<String, Object> out = new TreeMap<>();
    for (Object pair : (List<?>) method.invoke(new ConnectionFactoryImpl(), "user", "database", read)) {
      String key = text(pair, "key");
      if (!ALWAYS.contains(key)) {
        out.put(key, text(pair, "value"));
      }
    }
    return out;
  }

  private static String text(Object pair, String name) throws ReflectiveOperationException {
    Field field = pair.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return (String) field.get(pair);
  }

  /** The string of a question, {@code {"s": "..."}}. */
  private static String stringOf(String line) {
    StringBuilder out = new StringBuilder();
    int at = line.indexOf('"', line.indexOf(':')) + 1;
    for (char c; (c = line.charAt(at)) != '"'; at++) {
      if (c != '\\') {
        out.append(c);
        continue;
      }
      c = line.charAt(++at);
      if (c == 'u') {
        out.append((char) Integer.parseInt(line.substring(at + 1, at + 5), 16));
        at += 4;
      } else {
        int known = "nrtbf".indexOf(c);
        out.append(known < 0 ? c : "\n\r\t\b\f".charAt(known));
      }
    }
    return out.toString();
  }

  private static String object(Map<String, ?> fields) {
    StringBuilder out = new StringBuilder("{");
    fields.forEach((name, value) ->
        out.append(out.length() > 1 ? ", " : "").append(quoted(name)).append(": ").append(json(value)));
    return out.append("}").toString();
  }

  @SuppressWarnings("unchecked")
  private static String json(Object value) {
    if (value instanceof Map) {
      return object((Map<String, ?>) value);
    }
    return value instanceof String ? quoted((String) value) : String.valueOf(value);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      boolean plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
      out.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }
}
