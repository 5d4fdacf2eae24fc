//! The clients of Ruby, which hand everything to libpq.

use super::{Impossible, Plan, Snippet, needs_a_certificate};

const RUN: &str = "ruby connect.rb";

pub(in crate::drivers) fn ruby_pg(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("pg for Ruby"));
    }
    let code = format!(
        r#"require "pg"

connection = PG.connect(ENV.fetch("{}"))
begin
  puts connection.exec_params("select current_user", []).getvalue(0, 0)
ensure
  connection.close
end
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.rb", code, "gem install pg", RUN))
}

pub(in crate::drivers) fn activerecord(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("Active Record"));
    }
    let code = format!(
        r#"require "active_record"

ActiveRecord::Base.establish_connection(url: ENV.fetch("{}"))
puts ActiveRecord::Base.connection.select_value("select current_user")
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.rb", code, "gem install activerecord pg", RUN))
}
