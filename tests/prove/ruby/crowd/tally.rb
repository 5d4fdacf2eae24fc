# What one client asks, what came back, and what it was told is stored.

ROUNDS = 50
# Texts of different questions, so that the answer to another client's shows.
PLUS = (1..5).map { |nth| nth * 100_000 }

# `ask` a text with a number and get an answer, `store` a row likewise; every fifth time both in a `transaction`.
def tally(version, ask, store, transaction)
  client = Integer(ENV.fetch("PROVE_CLIENT"))
  counts = { right: 0, wrong: 0, failed: 0, committed: 0 }
  said = nil
  insert = "insert into stored (run, n) values ('#{ENV.fetch("PROVE_RUN")}', cast($1 as int))"
  ROUNDS.times do |turn|
    number = client * 1000 + turn
    plus = PLUS[(client + turn) % PLUS.size]
    text = "select cast($1 as int) + #{plus} from pg_sleep(0.002)"
    stores = turn % 5 == 4
    answer = nil
    if stores
      transaction.call do
        answer = ask.call(text, number)
        store.call(insert, number)
      end
      counts[:committed] += 1
    else
      answer = ask.call(text, number)
    end
    counts[answer.to_i == number + plus ? :right : :wrong] += 1
  rescue StandardError => error
    counts[:failed] += 1
    said ||= words(error)
  end
  report(version, counts, said)
end

def words(error) = "#{error.class}: #{error.message}".gsub(/\s+/, " ")

def report(version, counts, said)
  lines = ["version #{version}", *counts.map { |name, count| "#{name} #{count}" }]
  lines << "said #{said}" if said
  # One write: many clients share the output.
  $stdout.syswrite(lines.join("\n") + "\n")
end
