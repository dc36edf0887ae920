import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.lang.reflect.Field;
import java.net.ServerSocket;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Starts AWS's DynamoDB Local in memory on a free port of the loopback interface, and prints "listening on PORT". By
 * itself it would listen on every interface of the machine and offers no option for another, so the connector of its
 * web server is told before it starts. Port 0 is no port to it, hence one is looked for first.
 */
public final class LoopbackDynamoDb {
  public static void main(String[] arguments) throws Exception {
    int port = freePort();
    String[] options = {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", String.valueOf(port)};
    DynamoDBProxyServer dynamoDb = ServerRunner.createServerFromCommandLineArgs(options);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    ServerConnector connector = (ServerConnector) ((Server) field.get(dynamoDb)).getConnectors()[0];
    connector.setHost("127.0.0.1");
    dynamoDb.start();
    System.out.println("listening on " + connector.getLocalPort());
    dynamoDb.join();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
