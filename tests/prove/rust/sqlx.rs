mod tally { include!("tally.rs"); }
let mut tally = tally::Tally::default();
for question in tally::questions() {
    let answer = async {
        let query = sqlx::query_scalar(question.text).bind(question.number);
        let Some(insert) = question.insert else { return query.fetch_one(&pool).await };
        let mut transaction = pool.begin().await?;
        let answer = query.fetch_one(&mut *transaction).await?;
        sqlx::query(insert).bind(question.number).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(answer)
    };
    tally.note(&question, answer.await);
}
tally.report();
