//! `config/database.yml` of Rails.

use super::{FileForm, Source};

pub(super) static DATABASE_YML: FileForm = FileForm {
    name: "config/database.yml",
    what: "databases of Rails",
    fits: |source| source.is_for(&["activerecord"]),
    write: |source| Ok(text(source)),
};

fn text(source: &Source<'_>) -> String {
    let variable = source.own.variable();
    let migrations = source.around.map_or(String::new(), |around| {
        let direct = around.variable();
        format!("# Migrations do not go through the pooler: {variable}=\"${direct}\" bin/rails db:migrate\n")
    });
    format!(
        r#"{migrations}production:
  adapter: postgresql
  encoding: unicode
  url: <%= ENV["{variable}"] %>
"#
    )
}
