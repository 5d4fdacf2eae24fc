//! `config/runtime.exs` of an Elixir project.

use super::{FileForm, Source};

pub(super) static RUNTIME: FileForm = FileForm {
    name: "config/runtime.exs",
    what: "how the repository of Ecto connects",
    fits: |source| source.is_for(&["ecto"]),
    write: |source| Ok(text(source)),
};

fn text(source: &Source<'_>) -> String {
    let variable = source.own.variable();
    let migrations = source.around.map_or(String::new(), |around| {
        let direct = around.variable();
        format!("# Migrations do not go through the pooler: {variable}=\"${direct}\" mix ecto.migrate\n")
    });
    let options = &source.own.connection.snippet.connect_args;
    let options: String = options.iter().map(|it| format!(",\n  {}: {}", it.name, it.value)).collect();
    format!(
        r#"import Config

{migrations}config :my_app, MyApp.Repo,
  url: System.fetch_env!("{variable}"){options}
"#
    )
}
