require_relative "tally"
connection = ActiveRecord::Base.connection
bound = ->(number) { [ActiveRecord::Relation::QueryAttribute.new("number", number, ActiveModel::Type::Integer.new)] }
tally(
  ActiveRecord.version,
  # As the query of a model.
  ->(text, number) { connection.select_all(text, "Question", bound.call(number), preparable: true).rows.first.first },
  ->(text, number) { connection.exec_update(text, "Row", bound.call(number)) },
  ActiveRecord::Base.method(:transaction)
)
