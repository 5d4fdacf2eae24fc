// A text with a number, which Diesel takes for a query of its builder.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Integer;

pub struct Bound(pub &'static str, pub i32);

impl QueryFragment<Pg> for Bound {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let (before, after) = self.0.split_once("$1").unwrap_or_default();
        pass.push_sql(before);
        pass.push_bind_param::<Integer, _>(&self.1)?;
        pass.push_sql(after);
        Ok(())
    }
}

impl QueryId for Bound {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Bound {
    type SqlType = Integer;
}

impl RunQueryDsl<PgConnection> for Bound {}
