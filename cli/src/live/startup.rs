//! The startup packet, and who asks what then.

use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::{ErrorResponseBody, Message};

use super::silence::{STARTUP, silent};
use super::step::Failure;
use super::wire::Messages;

/// What the server wants to know.
pub enum Asked {
    /// Nothing: it lets everybody in, or knows the client already.
    Nothing,
    /// The password as it is.
    Cleartext,
    /// The password, hashed with this salt.
    Md5([u8; 4]),
    /// A proof of the password, by one of these mechanisms.
    Sasl(Vec<String>),
}

impl Asked {
    fn words(&self) -> String {
        match self {
            Self::Nothing => "no password asked for".to_owned(),
            Self::Cleartext => "asked for the password in clear text".to_owned(),
            Self::Md5(_) => "asked for the password as md5".to_owned(),
            Self::Sasl(mechanisms) => format!("asked for {}", mechanisms.join(" or ")),
        }
    }
}

/// Sends the startup packet and waits for the question.
pub fn start(messages: &mut Messages, packet: &[u8]) -> Result<(Asked, String), Failure> {
    messages.wire().send(packet).map_err(|error| silent(&error, &STARTUP))?;
    loop {
        let asked = match messages.next().map_err(|error| silent(&error, &STARTUP))? {
            Message::AuthenticationOk => Asked::Nothing,
            Message::AuthenticationCleartextPassword => Asked::Cleartext,
            Message::AuthenticationMd5Password(body) => Asked::Md5(body.salt()),
            Message::AuthenticationSasl(body) => {
                let mechanisms = body.mechanisms().map(|it| Ok(it.to_owned())).collect::<Vec<_>>();
                Asked::Sasl(mechanisms.map_err(|error| silent(&error, &STARTUP))?)
            }
            Message::ErrorResponse(body) => return Err(refused(&body)),
            Message::NoticeResponse(_) => continue,
            _ => {
                return Err(Failure::of("the server asks for an authentication that is not known here")
                    .because(
                        "Kerberos, GSSAPI or SSPI, which the live test does not speak",
                        "test with the driver itself",
                    ));
            }
        };
        let said = asked.words();
        return Ok((asked, said));
    }
}

/// The server's words, as drivers show them.
pub fn refused(body: &ErrorResponseBody) -> Failure {
    let (mut severity, mut code, mut message, mut detail) = Default::default();
    let mut fields = body.fields();
    while let Ok(Some(field)) = fields.next() {
        let value = String::from_utf8_lossy(field.value_bytes()).into_owned();
        match field.type_() {
            b'S' => severity = value,
            b'C' => code = value,
            b'M' => message = value,
            b'D' => detail = format!("; {value}"),
            _ => {}
        }
    }
    let code: String = code;
    let code = if code.is_empty() { String::new() } else { format!(" (SQLSTATE {code})") };
    let (severity, message, detail): (String, String, String) = (severity, message, detail);
    Failure::of(format!("{severity}:  {message}{code}{detail}"))
}
