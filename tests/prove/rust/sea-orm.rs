mod tally { include!("tally.rs"); }
use sea_orm::{DbErr, TransactionTrait};
async fn ask(database: &impl ConnectionTrait, text: &str, number: i32) -> Result<i32, DbErr> {
    let query = Statement::from_sql_and_values(DbBackend::Postgres, text, [number.into()]);
    let row = database.query_one_raw(query).await?;
    row.ok_or(DbErr::RecordNotFound(text.to_owned()))?.try_get_by_index(0)
}
let mut tally = tally::Tally::default();
for question in tally::questions() {
    let answer = async {
        let tally::Question { text, number, insert, .. } = question;
        let Some(insert) = insert else { return ask(&database, text, number).await };
        let transaction = database.begin().await?;
        let answer = ask(&transaction, text, number).await?;
        let row = Statement::from_sql_and_values(DbBackend::Postgres, insert, [number.into()]);
        transaction.execute_raw(row).await?;
        transaction.commit().await?;
        Ok(answer)
    };
    let answer = answer.await;
    tally.note(&question, answer);
}
tally.report();
