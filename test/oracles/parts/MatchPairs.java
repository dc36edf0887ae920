import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;

/**
 * Answers one line for each line of standard input, a JSON array of a pattern and the events to try it on: a digit for
 * each event, 1 where AWS's Event Ruler matches and 0 where it does not; or "refused" with the reason, when it does not
 * take the pattern. One process for all pairs, because a start of the virtual machine costs more than ten thousand of them.
 */
public final class MatchPairs {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(answer(JSON.readTree(line)));
        out.write('\n');
      }
    }
  }

  private static String answer(JsonNode pair) throws Exception {
    Machine machine = new Machine();
    try {
      machine.addRule("rule", pair.get(0).toString());
    } catch (Exception refused) {
      return "refused " + String.valueOf(refused.getMessage()).replace('\n', ' ');
    }
    StringBuilder digits = new StringBuilder();
    for (JsonNode event : pair.get(1)) digits.append(machine.rulesForJSONEvent(event.toString()).isEmpty() ? '0' : '1');
    return digits.toString();
  }
}
