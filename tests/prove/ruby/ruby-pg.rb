require_relative "tally"
tally(
  PG::VERSION,
  ->(text, number) { connection.exec_params(text, [number]).getvalue(0, 0) },
  ->(text, number) { connection.exec_params(text, [number]) },
  connection.method(:transaction)
)
