// The questions, asked of a client of tokio-postgres, which a pool hands out too.

use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, GenericClient, Row};

mod tally { include!("tally.rs"); }

use tally::{Question, Tally, questions};

/// How a text is asked.
#[derive(Clone, Copy)]
pub enum Way {
    Query,
    QueryTyped,
}

pub async fn ask(client: &mut Client, way: Way) {
    let mut tally = Tally::default();
    for question in questions() {
        tally.note(&question, answer(client, way, &question).await);
    }
    tally.report();
}

async fn answer(client: &mut Client, way: Way, question: &Question) -> Result<i32, Error> {
    let Question { text, number, insert, .. } = *question;
    let Some(insert) = insert else { return first(rows(client, way, text, number).await?) };
    let transaction = client.transaction().await?;
    let answer = first(rows(&transaction, way, text, number).await?)?;
    rows(&transaction, way, insert, number).await?;
    transaction.commit().await?;
    Ok(answer)
}

async fn rows(client: &impl GenericClient, way: Way, text: &str, number: i32) -> Result<Vec<Row>, Error> {
    match way {
        Way::Query => client.query(text, &[&number]).await,
        Way::QueryTyped => client.query_typed(text, &[(&number, Type::INT4)]).await,
    }
}

fn first(rows: Vec<Row>) -> Result<i32, Error> {
    rows[0].try_get(0)
}
