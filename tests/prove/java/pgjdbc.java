) {
    connection.setAutoCommit(false);
    Tally.run(
            connection.getMetaData().getDriverVersion(),
            (text, number) -> {
                try (var statement = connection.prepareStatement(text)) {
                    statement.setInt(1, number);
                    try (var rows = statement.executeQuery()) {
                        rows.next();
                        return rows.getInt(1);
                    }
                }
            },
            (text, number) -> {
                try (var statement = connection.prepareStatement(text)) {
                    statement.setInt(1, number);
                    return statement.executeUpdate();
                }
            },
            connection::commit,
            connection::rollback);
