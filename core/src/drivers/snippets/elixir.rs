//! The clients of Elixir, as scripts that fetch what they need.

use super::{Argument, Impossible, Plan, Snippet};
use crate::model::{Encryption, Tls, Verification};

const INSTALL: &str = "the script installs it";
const RUN: &str = "elixir connect.exs";

pub(in crate::drivers) fn postgrex(plan: &Plan) -> Result<Snippet, Impossible> {
    let options = options("Postgrex.start_link()", plan, plan.tls)?;
    let code = format!(
        r#"Mix.install([{{:postgrex, "~> 0.22"}}])

{{:ok, connection}} =
  Postgrex.start_link(
    hostname: System.fetch_env!("{}"),
    port: String.to_integer(System.fetch_env!("{}")),
    username: System.fetch_env!("{}"),
    password: System.fetch_env!("{}"),
    database: System.fetch_env!("{}"){}
  )

%Postgrex.Result{{rows: [[user]]}} = Postgrex.query!(connection, "select current_user", [])
IO.puts(user)
"#,
        plan.part("HOST"),
        plan.part("PORT"),
        plan.part("USER"),
        plan.part("PASSWORD"),
        plan.part("DATABASE"),
        listed(&options),
    );
    Ok(Snippet::of("connect.exs", code, INSTALL, RUN).with(options))
}

pub(in crate::drivers) fn ecto(plan: &Plan) -> Result<Snippet, Impossible> {
    let options = options("Repo.start_link()", plan, plan.tls_in_code())?;
    let query = match plan.pool.is_empty() {
        true => "%{rows: [[user]]} = Repo.query!(\"select current_user\")\n",
        false => {
            "{:ok, user} =\n  Repo.transaction(fn ->\n    %{rows: [[user]]} = Repo.query!(\"select current_user\")\n    user\n  \
             end)\n\n"
        }
    };
    let code = format!(
        r#"Mix.install([{{:ecto_sql, "~> 3.13"}}, {{:postgrex, "~> 0.22"}}])

defmodule Repo do
  use Ecto.Repo, otp_app: :connect, adapter: Ecto.Adapters.Postgres
end

{{:ok, _}} =
  Repo.start_link(
    url: System.fetch_env!("{}"){}{}
  )

{query}IO.puts(user)
"#,
        plan.variable,
        if plan.pool.is_empty() { ",\n    pool_size: 1" } else { "" },
        listed(&options),
    );
    Ok(Snippet::of("connect.exs", code, INSTALL, RUN).with(options))
}

/// What code has to say, as options.
fn options(place: &'static str, plan: &Plan, tls: Option<Tls>) -> Result<Vec<Argument>, Impossible> {
    let mut out = [plan.arguments(place), plan.pool_arguments(place)].concat();
    if let Some(tls) = tls {
        out.extend(ssl(place, plan, tls)?);
    }
    out.extend(plan.application_name.as_ref().map(|name| {
        Argument::new(place, "parameters", format!("[application_name: {}]", literal(name)))
            .kind("keyword list")
    }));
    Ok(out)
}

fn ssl(place: &'static str, plan: &Plan, tls: Tls) -> Result<Option<Argument>, Impossible> {
    let mut words = Vec::new();
    match tls.encryption {
        Encryption::Never => return Ok(None),
        Encryption::IfOffered => {
            return Err(Impossible::new(
                "Postgrex never falls back: it uses TLS or does not",
                "take `require`, or no TLS",
            ));
        }
        Encryption::Required => {}
    }
    match tls.verification {
        Verification::None => words.push("verify: :verify_none".to_owned()),
        Verification::Authority => {
            words.push("customize_hostname_check: [match_fun: fn _, _ -> true end]".to_owned());
        }
        Verification::Full => {}
    }
    words.extend(plan.root_certificate.as_ref().map(|file| format!("cacertfile: {}", literal(file))));
    if words.is_empty() {
        return Ok(Some(Argument::new(place, "ssl", "true")));
    }
    Ok(Some(Argument::new(place, "ssl", format!("[{}]", words.join(", "))).kind("keyword list")))
}

fn listed(options: &[Argument]) -> String {
    options.iter().map(|it| format!(",\n    {}: {}", it.name, it.value)).collect()
}

/// A text as Elixir writes it.
fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace("#{", "\\#{");
    format!("\"{}\"", escaped.replace('\n', "\\n"))
}
