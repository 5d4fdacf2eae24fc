//! `.env.example`: which variables there are, for those who get the project.

use super::super::env;
use super::{FileForm, Made, PLACEHOLDER, Source};
use crate::drivers::Impossible;
use crate::generate::{Request, choose};
use crate::parse::Spelling;
use crate::text::Secret;

pub(super) static ENV_EXAMPLE: FileForm = FileForm {
    name: ".env.example",
    what: "the variables without the password, to be committed",
    fits: |_| true,
    write,
};

fn write(source: &Source<'_>) -> Result<String, Impossible> {
    let mut out = String::from("# Copy this file to .env.");
    if source.own.request.password.is_some() {
        let encoded = match source.own.choice.spelling {
            Spelling::Uri | Spelling::Jdbc | Spelling::R2dbc => ", percent-encoded",
            _ => "",
        };
        out += &format!(" There, the password stands in the place of `{PLACEHOLDER}`{encoded}.");
    }
    out += &format!("\n\n# the connection of the application\n{}", lines(source.own)?);
    if let Some(around) = source.around {
        out += &format!("\n# for migrations, which do not go through the pooler\n{}", lines(around)?);
    }
    Ok(out)
}

fn lines(made: &Made) -> Result<String, Impossible> {
    let password = made.request.password.as_ref().map(|_| Secret::new(PLACEHOLDER));
    let request = Request { password, ..made.request.clone() };
    let choice = choose::choose(&request)?;
    let in_code = &made.connection.snippet.connect_args;
    Ok(env::lines(&request, &choice, in_code, |it| it.value.expose()))
}
