use super::{Impossible, Plan, Snippet};

/// `psql` takes the whole string as its first argument.
pub(in crate::drivers) fn libpq(plan: &Plan) -> Result<Snippet, Impossible> {
    let code = format!("psql \"${}\" -c 'select current_user'\n", plan.variable);
    Ok(Snippet::of("connect.sh", code, "apt install postgresql-client", "sh connect.sh"))
}
