mod query { include!("query.rs"); }
mod tally { include!("tally.rs"); }
use query::Bound;
let mut tally = tally::Tally::default();
for question in tally::questions() {
    let ask = Bound(question.text, question.number);
    let answer = match question.insert {
        None => ask.get_result(&mut connection),
        Some(insert) => connection.transaction(|connection| {
            let answer = ask.get_result(connection)?;
            Bound(insert, question.number).execute(connection)?;
            Ok(answer)
        }),
    };
    tally.note(&question, answer);
}
tally.report();
