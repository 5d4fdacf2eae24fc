//! Texts of libpq and what is built on it (psycopg, Ruby, PHP, diesel).

use super::{Emitter, ErrorText, Mend, NO_TLS};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "libpq",
    label: "libpq and what is built on it (psycopg, Ruby, PHP, diesel)",
    near: &[],
    texts: TEXTS,
    source: "measured: libpq 15 to 18, 2026-11-23; what was not met there was found in the library of 15",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["invalid URI query parameter: \"{}\""],
        cause: "libpq refuses a parameter that it does not have",
        remedy: "remove it: it belongs to another client",
        rules: &["unknown-parameter"],
        example: "psycopg2.ProgrammingError: invalid dsn: invalid URI query parameter: \"pgbouncer\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid connection option \"{}\"", "invalid connection option"],
        cause: "libpq refuses a keyword that it does not have",
        remedy: "remove it, or write libpq's own name for it",
        rules: &["unknown-parameter"],
        example: "psycopg.ProgrammingError: invalid connection option \"pgbouncer\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["missing \"=\" after \"{}\" in connection info string"],
        cause: "the string was taken for keyword/value text: its scheme is not `postgresql://` or `postgres://`",
        remedy: "write `postgresql://`; the error shows the password, so change it if others see the log",
        rules: &["scheme-not-accepted"],
        example: "psycopg2.ProgrammingError: invalid dsn: missing \"=\" after \"postgresql+psycopg2://app:invented@db/shop\" in connection info string",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid percent-encoded token: \"{}\""],
        cause: "a `%` is not followed by two hexadecimal digits",
        remedy: "write `%25` for `%`",
        rules: &["password-not-encoded", "value-not-encoded"],
        example: "invalid percent-encoded token: \"p%ss\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["missing key/value separator \"=\" in URI query parameter: \"{}\""],
        cause: "a part of the query has no `=`",
        remedy: "write `name=value`",
        rules: &["malformed-query"],
        example: "missing key/value separator \"=\" in URI query parameter: \"ssl\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["extra key/value separator \"=\" in URI query parameter: \"{}\""],
        cause: "a value of the query has an `=`",
        remedy: "write `%3D` for the `=` inside the value",
        rules: &["malformed-query"],
        example: "extra key/value separator \"=\" in URI query parameter: \"options\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid integer value \"{}\" for connection option \"port\""],
        cause: "reserved characters of the password were not encoded, so that a part of it was taken for the port",
        remedy: "percent-encode the password",
        rules: &["password-not-encoded", "invalid-port"],
        example: "invalid integer value \"p\" for connection option \"port\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid sslmode value: \"{}\""],
        cause: "`sslmode` takes six words only",
        remedy: "write one of `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`",
        rules: &["invalid-parameter-value"],
        example: "invalid sslmode value: \"no-verify\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid target_session_attrs value: \"{}\""],
        cause: "`target_session_attrs` takes six words only",
        remedy: "write one of `any`, `read-write`, `read-only`, `primary`, `standby`, `prefer-standby`",
        rules: &["invalid-parameter-value"],
        example: "psql: error: invalid target_session_attrs value: \"master\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connection to server on socket \"{}\" failed: No such file or directory"],
        cause: "no server has a socket there: it does not run on this machine, or its sockets are in another folder",
        remedy: "start the server, or name its folder as the host; for a server elsewhere, in a container too, write its host",
        example: "psql: error: connection to server on socket \"/var/run/postgresql/.s.PGSQL.5432\" failed: No such file or directory",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connection to server on socket \"{}\" failed: Connection refused"],
        cause: "the socket is left from a server that does not run any more",
        remedy: "start the server, and look at its log for why it stopped",
        example: "psql: error: connection to server on socket \"/tmp/.s.PGSQL.5432\" failed: Connection refused",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connection to server on socket \"{}\" failed: Permission denied"],
        cause: "the account that runs this may not use the server's socket",
        remedy: "look at the permissions of the folder and at `unix_socket_permissions`, or connect over TCP, such as to `localhost`",
        example: "psql: error: connection to server on socket \"/run/postgresql/.s.PGSQL.5432\" failed: Permission denied",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["could not translate host name \"{}\" to address"],
        cause: "the host does not exist as seen from here; a raw `@` or `/` in a password also shifts the host",
        remedy: "check the host, and percent-encode the password",
        rules: &["password-not-encoded", "host-misread"],
        example: "could not translate host name \"ss@db\" to address: Name or service not known",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "channel binding is required, but server did not offer an authentication method that supports channel binding",
        ],
        cause: "`channel_binding=require` goes through a pooler that does not offer it",
        remedy: "remove `channel_binding`",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "FATAL: channel binding is required, but server did not offer an authentication method that supports channel binding",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server does not support SSL, but SSL was required"],
        cause: "the server or pooler has no TLS",
        remedy: "ask for less only if the network is yours; otherwise check host and port",
        example: "connection to server at \"127.0.0.1\", port 6432 failed: server does not support SSL, but SSL was required",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["root certificate file \"{}\" does not exist"],
        cause: "`verify-ca` and `verify-full` need the certificate of the authority",
        remedy: "write `sslrootcert=system` for a public authority (libpq 16), or the file of a private one",
        example: "root certificate file \"/home/app/.postgresql/root.crt\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["weak sslmode \"{}\" may not be used with sslrootcert=system"],
        cause: "`sslrootcert=system` goes with `verify-full` only",
        remedy: "write `sslmode=verify-full`",
        rules: &["root-certificate-system-misread"],
        example: "weak sslmode \"require\" may not be used with sslrootcert=system (use \"verify-full\")",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server certificate for \"{}\" does not match host name \"{}\""],
        cause: "the string names the server in another way than its certificate",
        remedy: "write the host of the certificate, and the address in `hostaddr`",
        example: "server certificate for \"db.example.com\" does not match host name \"10.0.0.5\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["received invalid response to SSL negotiation: {}"],
        cause: "something else than PostgreSQL listens on this port",
        remedy: "check the port",
        example: "received invalid response to SSL negotiation: H",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["received invalid response to GSSAPI negotiation"],
        cause: "a pooler in between does not answer a question of libpq about Kerberos",
        remedy: "write `gssencmode=disable`",
        mend: Mend::Set("gssencmode", "disable"),
        example: "received invalid response to GSSAPI negotiation: S",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["fe_sendauth: no password supplied"],
        cause: "the string has no password, and none was found elsewhere",
        remedy: "give it in the string, in `PGPASSWORD` or in a password file",
        example: "fe_sendauth: no password supplied",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server closed the connection unexpectedly"],
        cause: "something in between ended the connection: an idle limit, a restart, or a port that wants TLS",
        remedy: "let the pool check connections before use, and check the port",
        follows: true,
        example: "server closed the connection unexpectedly",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["SSL connection has been closed unexpectedly", "SSL SYSCALL error: EOF detected"],
        cause: "a pooler or the network ended the connection; through PgBouncer its reason is lost on the way",
        remedy: "let the pool check connections before use, and look into the pooler's log",
        follows: true,
        example: "psycopg2.OperationalError: SSL connection has been closed unexpectedly",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["channel binding required, but SSL not in use"],
        cause: "`channel_binding=require` needs TLS, and the connection has none",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "psycopg2.OperationalError: connection to server at \"127.0.0.1\", port 5432 failed: channel binding required, but SSL not in use",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["weak sslmode \"{}\" may not be used with sslnegotiation=direct"],
        cause: "`sslnegotiation=direct` starts with TLS, so `sslmode` has to require it",
        remedy: "write `sslmode=require` or stronger, or remove `sslnegotiation`",
        mend: Mend::Tls(Tls::REQUIRE),
        unverified: true,
        example: "weak sslmode \"prefer\" may not be used with sslnegotiation=direct (use \"require\", \"verify-ca\", or \"verify-full\")",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["direct SSL connection was established without ALPN protocol negotiation extension"],
        cause: "`sslnegotiation=direct` reached a server or pooler that does not know PostgreSQL's name inside TLS (ALPN)",
        remedy: "remove `sslnegotiation`, or write `sslnegotiation=postgres`",
        mend: Mend::Set("sslnegotiation", "postgres"),
        unverified: true,
        example: "connection to server at \"203.0.113.7\", port 5432 failed: direct SSL connection was established without ALPN protocol negotiation extension",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["expected authentication request from server, but received {}"],
        cause: "something else than PostgreSQL listens on this port, such as a web server",
        remedy: "check host and port",
        example: "connection to server at \"10.0.0.7\", port 8080 failed: expected authentication request from server, but received H",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "session is not read-only",
            "session is read-only",
            "server is not in hot standby mode",
            "server is in hot standby mode",
        ],
        cause: "the servers that were reached are not what `target_session_attrs` asks for: primary or standby, writable or not",
        remedy: "name the host of the right one, or ask for another `target_session_attrs`",
        example: "connection to server at \"10.0.0.3\", port 5432 failed: session is read-only",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unexpected spaces found in \"{}\", use percent-encoded spaces"],
        cause: "libpq 17 and later refuse blanks in a URL",
        remedy: "write `%20` for a blank, or remove those around the string",
        rules: &["stray-whitespace", "password-not-encoded"],
        example: "unexpected spaces found in \"p q\", use percent-encoded spaces (%20) instead",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["forbidden value %00 in percent-encoded value"],
        cause: "the string holds a zero byte",
        remedy: "remove it",
        example: "forbidden value %00 in percent-encoded value: \"a%00b\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unterminated quoted string in connection info string"],
        cause: "a quote in keyword/value text is not closed, or belongs to the password",
        remedy: "close it, or write a backslash before a quote that belongs to the value",
        rules: &["quote-not-closed"],
        example: "unterminated quoted string in connection info string",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["could not match {} port numbers to {} hosts"],
        cause: "there are several hosts and another number of ports",
        remedy: "give one port, or one for each host",
        example: "could not match 3 port numbers to 2 hosts",
        ..ErrorText::PLAIN
    },
];
