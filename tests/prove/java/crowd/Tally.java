import java.util.concurrent.atomic.AtomicInteger;

/** What one client asks, what came back, and what it was told is stored. */
class Tally {
    static final int ROUNDS = 50;
    static final AtomicInteger NEXT = new AtomicInteger();

    interface Query {
        int ask(String text, int number) throws Exception;
    }

    interface Step {
        void run() throws Exception;
    }

    /** Runs the generated program several times in this process; each is a client. */
    public static void main(String[] args) throws Exception {
        int copies = Integer.parseInt(System.getenv("PROVE_COPIES"));
        Thread[] clients = new Thread[copies];
        for (int nth = 0; nth < copies; nth++) {
            clients[nth] = new Thread(Tally::client);
            clients[nth].start();
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    static void client() {
        try {
            Connect.main(new String[0]);
        } catch (Exception error) {
            System.out.println("said " + words(error));
        }
    }

    /** `ask` a text with a number and get an answer, `store` a row likewise; then `commit`. */
    static void run(String version, Query ask, Query store, Step commit, Step rollback) {
        int client = Integer.parseInt(System.getenv("PROVE_CLIENT")) + NEXT.getAndIncrement();
        int right = 0, wrong = 0, committed = 0;
        String said = null;
        String insert = "insert into stored (run, n) values ('" + System.getenv("PROVE_RUN") + "', cast(? as int))";
        for (int turn = 0; turn < ROUNDS; turn++) {
            int number = client * 1000 + turn;
            // Texts of different questions, so that the answer to another client's shows.
            int plus = 100_000 * (1 + (client + turn) % 5);
            String text = "select cast(? as int) + " + plus + " from pg_sleep(0.002)";
            boolean stores = turn % 5 == 4;
            try {
                int answer = ask.ask(text, number);
                if (stores) {
                    store.ask(insert, number);
                }
                commit.run();
                if (answer == number + plus) right++; else wrong++;
                if (stores) committed++;
            } catch (Exception error) {
                said = said == null ? words(error) : said;
                try {
                    rollback.run();
                } catch (Exception again) {
                    // It was not in a transaction any more.
                }
            }
        }
        String report = "version " + version + "\nright " + right + "\nwrong " + wrong + "\ncommitted " + committed;
        System.out.println(said == null ? report : report + "\nsaid " + said);
    }

    static String words(Exception error) {
        return error.toString().lines().findFirst().orElse("");
    }
}
