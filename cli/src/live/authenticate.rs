//! The answer to the server's question.

use connlint_core::text::Secret;
use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{
    ChannelBinding, SCRAM_SHA_256, SCRAM_SHA_256_PLUS, ScramSha256,
};
use postgres_protocol::message::backend::Message;
use postgres_protocol::message::frontend;

use super::certificate::Certificate;
use super::session::Welcome;
use super::silence::{PASSWORD, silent};
use super::startup::{Asked, refused};
use super::step::Failure;
use super::wire::Messages;

/// Who wants in.
pub struct Who<'a> {
    /// The role.
    pub user: &'a str,
    /// Its password.
    pub password: Option<&'a Secret>,
    /// Whether another host has refused the password already.
    pub is_refused: bool,
    /// Whether the password may be sent as it is where others can read it.
    pub allow_cleartext: bool,
}

/// Answers, and waits until the server is ready for a query.
pub fn authenticate(
    messages: &mut Messages,
    asked: Asked,
    who: &Who<'_>,
    certificate: Option<&Certificate>,
) -> Result<(Welcome, String), Failure> {
    // Only who has checked the proof of a password can prove to know it, too.
    let is_known = matches!(asked, Asked::Sasl(_));
    let how = match asked {
        Asked::Nothing => "without a password",
        Asked::Cleartext => {
            let is_seen = !messages.wire().is_encrypted() && !messages.wire().is_inside();
            if is_seen && !who.allow_cleartext {
                return Err(Failure::of("the password was not sent").because(
                    "the server asks for it in clear text, over a connection that is not encrypted",
                    "ask for TLS in the string, or allow it with `--allow-cleartext`",
                ));
            }
            let password = password(who)?.expose().as_bytes();
            answer(messages, |buffer| frontend::password_message(password, buffer))?;
            "with the password in clear text"
        }
        Asked::Md5(salt) => {
            let hash = md5_hash(who.user.as_bytes(), password(who)?.expose().as_bytes(), salt);
            answer(messages, |buffer| frontend::password_message(hash.as_bytes(), buffer))?;
            "by md5"
        }
        Asked::Sasl(mechanisms) => scram(messages, &mechanisms, password(who)?, certificate)?,
    };
    let welcome = until_ready(messages, is_known)?;
    Ok((welcome, format!("as {} {how}", who.user)))
}

fn password<'a>(who: &Who<'a>) -> Result<&'a Secret, Failure> {
    if who.is_refused {
        return Err(Failure::of("the password was not sent again").because(
            "another host has refused it, and some platforms lock an address out after a few wrong passwords",
            "mend the password first, then test again",
        ));
    }
    who.password.ok_or_else(|| Failure::of("fe_sendauth: no password supplied"))
}

fn answer(
    messages: &mut Messages,
    write: impl FnOnce(&mut bytes::BytesMut) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut buffer = bytes::BytesMut::new();
    write(&mut buffer).and_then(|()| messages.wire().send(&buffer)).map_err(|error| silent(&error, &PASSWORD))
}

/// Both sides prove that they know the password; bound to the certificate where the server offers that.
fn scram(
    messages: &mut Messages,
    mechanisms: &[String],
    password: &Secret,
    certificate: Option<&Certificate>,
) -> Result<&'static str, Failure> {
    let offers = |name: &str| mechanisms.iter().any(|it| it == name);
    let (mechanism, binding, how) = match certificate {
        Some(certificate) if offers(SCRAM_SHA_256_PLUS) => {
            let binding = ChannelBinding::tls_server_end_point(certificate.end_point());
            (SCRAM_SHA_256_PLUS, binding, "by SCRAM-SHA-256, bound to the certificate")
        }
        Some(_) => (SCRAM_SHA_256, ChannelBinding::unrequested(), "by SCRAM-SHA-256"),
        None => (SCRAM_SHA_256, ChannelBinding::unsupported(), "by SCRAM-SHA-256"),
    };
    if !offers(mechanism) {
        return Err(Failure::of(format!("the server offers {} only", mechanisms.join(", ")))
            .because("a mechanism that the live test does not speak", "test with the driver itself"));
    }
    let mut scram = ScramSha256::new(password.expose().as_bytes(), binding);
    answer(messages, |buffer| frontend::sasl_initial_response(mechanism, scram.message(), buffer))?;
    let first = match next(messages)? {
        Message::AuthenticationSaslContinue(body) => body,
        _ => return Err(unexpected()),
    };
    scram.update(first.data()).map_err(|error| silent(&error, &PASSWORD))?;
    answer(messages, |buffer| frontend::sasl_response(scram.message(), buffer))?;
    let last = match next(messages)? {
        Message::AuthenticationSaslFinal(body) => body,
        _ => return Err(unexpected()),
    };
    scram.finish(last.data()).map_err(|_| {
        Failure::of("the server could not prove that it knows the password").because(
            "who answers is not the server that the password was made for",
            "look at the host, and verify the certificate",
        )
    })?;
    Ok(how)
}

fn next(messages: &mut Messages) -> Result<Message, Failure> {
    loop {
        match messages.next().map_err(|error| silent(&error, &PASSWORD))? {
            Message::ErrorResponse(body) => return Err(refused(&body)),
            Message::NoticeResponse(_) => {}
            other => return Ok(other),
        }
    }
}

fn until_ready(messages: &mut Messages, mut is_known: bool) -> Result<Welcome, Failure> {
    let mut welcome = Welcome::default();
    loop {
        match next(messages)
            .map_err(|failure| if is_known { failure.of_the_server_behind() } else { failure })?
        {
            Message::ReadyForQuery(_) => return Ok(welcome),
            Message::AuthenticationOk => is_known = true,
            Message::ParameterStatus(body) => {
                let (name, value) =
                    body.name().and_then(|name| Ok((name, body.value()?))).map_err(|_| unexpected())?;
                welcome.parameters.insert(name.to_owned(), value.to_owned());
            }
            Message::BackendKeyData(body) => welcome.process = Some((body.process_id(), body.secret_key())),
            _ => return Err(unexpected()),
        }
    }
}

fn unexpected() -> Failure {
    Failure::of("the server answers something that the protocol does not have here").because(
        "what answers is no PostgreSQL server, or a proxy that garbles what it passes on",
        "look at host and port",
    )
}
