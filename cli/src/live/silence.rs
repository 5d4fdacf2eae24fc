//! What it means that nothing comes back, or that the connection is closed instead.

use std::io;

use rustls::{AlertDescription, Error};

use super::connect::words;
use super::step::{Failure, Name};
use super::stranger::{NoMessage, stranger};

/// Something that the server has to answer.
pub struct Question {
    /// What was sent.
    what: &'static str,
    /// The step that sends it.
    step: Name,
    /// What it means that nothing comes back, and what to do.
    silence: Advice,
    /// What it means that the connection is closed instead, and what to do.
    end: Advice,
}

/// A cause and what to do.
pub type Advice = (&'static str, &'static str);

/// The request for TLS.
pub const TLS_REQUEST: Question =
    Question { what: "the request for TLS", step: Name::Tls, silence: NOBODY_HOME, end: CLOSED };

/// The first message of TLS, after the server has agreed to it.
pub const HANDSHAKE: Question = Question { what: "the TLS handshake", ..TLS_REQUEST };

/// The first message of TLS, without asking.
pub const DIRECT_HANDSHAKE: Question = Question {
    end: (
        "the string begins with TLS at once, which PostgreSQL knows from 17 on, and few poolers do",
        "remove `sslnegotiation=direct`; else look at what listens at this port, and at its log",
    ),
    ..HANDSHAKE
};

/// The startup packet.
pub const STARTUP: Question = Question { what: "the startup packet", step: Name::Startup, ..TLS_REQUEST };

/// The password, or a proof of it.
pub const PASSWORD: Question = Question {
    what: "the password",
    step: Name::Authenticate,
    silence: (
        "the server took the password and lets nobody in yet: mostly a pooler that waits for a connection to its own \
         server, because all of its pool are in use, the server is down or refuses the pooler's login, or the pool is \
         paused; else a server that is overloaded",
        ASK_THE_POOLER,
    ),
    end: (
        "the server stopped, or a pooler or a proxy in between gave up on the server behind it",
        "look at the log of the server, and at that of the pooler",
    ),
};

/// A query.
pub const QUERY: Question = Question {
    what: "the query",
    step: Name::Query,
    silence: (
        "the client is let in and its query waits: mostly at a pooler whose connections to the server are all in use, or \
         that is paused; else at a server that is overloaded",
        ASK_THE_POOLER,
    ),
    end: (
        "the session was ended: the server stopped or crashed, somebody ended it, or a pooler lost its server",
        "try again; when it comes back, look at the log of the server, and at that of the pooler",
    ),
};

const NOBODY_HOME: Advice = (
    "somebody took the connection and says nothing: a proxy without a server behind it, a server that is overloaded or \
     starting, or no PostgreSQL at all",
    "look at what listens at this port, and at its log",
);

const CLOSED: Advice = (
    "a proxy without a server behind it, a server that lets nobody in from here, or no PostgreSQL at all",
    "look at what listens at this port, and at its log",
);

const ASK_THE_POOLER: &str = "in PgBouncer's console look at `show pools` (`cl_waiting`, `maxwait`) and `show databases` \
                              (`paused`); end long transactions, raise the size of the pool, or `resume`; then look at \
                              its log";

/// What it means that this step has had no answer for a while.
pub fn waiting(step: Name) -> Option<Advice> {
    match step {
        Name::Resolve => Some(NO_NAMES),
        _ => [TLS_REQUEST, STARTUP, PASSWORD, QUERY].iter().find(|it| it.step == step).map(|it| it.silence),
    }
}

/// What it means that names are not resolved.
pub const NO_NAMES: Advice =
    ("the name server does not answer", "look at the network and at the name servers of this machine");

/// Why there is no answer to a question.
pub fn silent(error: &io::Error, to: &Question) -> Failure {
    let what = to.what;
    match error.kind() {
        io::ErrorKind::TimedOut => {
            Failure::of(format!("no answer to {what}: timeout expired")).because(to.silence.0, to.silence.1)
        }
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
            Failure::of(format!("the connection was closed instead of an answer to {what}"))
                .because(to.end.0, to.end.1)
        }
        _ => no_answer(error, what),
    }
}

/// Something came, and is not what was waited for.
fn no_answer(error: &io::Error, what: &str) -> Failure {
    let inner = error.get_ref();
    if let Some(NoMessage(bytes)) = inner.and_then(|it| it.downcast_ref()) {
        return stranger(what, bytes);
    }
    match inner.and_then(|it| it.downcast_ref()) {
        Some(Error::AlertReceived(alert)) => Failure::of(format!("SSL error: {}", in_words(*alert))),
        Some(_) => Failure::of(format!("SSL error: {}", words(error))),
        None => Failure::of(format!("{what}: {}", words(error))),
    }
}

/// What the other side complains about, in OpenSSL's words, which the tables of error texts know.
fn in_words(alert: AlertDescription) -> String {
    let known = match alert {
        AlertDescription::CertificateRequired => "tlsv13 alert certificate required",
        AlertDescription::UnknownCA => "tlsv1 alert unknown ca",
        AlertDescription::BadCertificate => "sslv3 alert bad certificate",
        AlertDescription::CertificateExpired => "sslv3 alert certificate expired",
        AlertDescription::CertificateUnknown => "sslv3 alert certificate unknown",
        AlertDescription::DecryptError => "tlsv1 alert decrypt error",
        AlertDescription::HandshakeFailure => "sslv3 alert handshake failure",
        AlertDescription::ProtocolVersion => "tlsv1 alert protocol version",
        AlertDescription::UnrecognisedName => "tlsv1 unrecognized name",
        AlertDescription::NoApplicationProtocol => "tlsv1 alert no application protocol",
        other => return format!("alert {other:?}"),
    };
    known.to_owned()
}
