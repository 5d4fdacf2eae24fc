//! Asks Rust's drivers what they make of a connection string. Nothing is dialled.
//!
//!   worker --list     the drivers that are here, a JSON object a line
//!   worker DRIVER     strings in, answers out, as ../README.md says

use std::error::Error;
use std::io::{BufRead, Write};
use std::panic;

use serde_json::{Map, Value, json};
use sqlx::postgres::PgConnectOptions;
use tokio_postgres::config::Host;

/// What a driver makes of a string: the fields of an answer, or the text with which it refuses.
type Made = Result<Value, String>;

struct Driver {
    name: &'static str,
    version: &'static str,
    how: &'static str,
    ask: fn(&str) -> Made,
}

const DRIVERS: &[Driver] = &[
    Driver { name: "tokio-postgres", version: "0.7.18", how: "Config::from_str and its getters", ask: tokio_postgres },
    Driver {
        name: "sqlx",
        version: "0.9.0",
        how: "PgConnectOptions::from_str, its getters, and its debugging text for the password",
        ask: sqlx,
    },
];

fn tokio_postgres(s: &str) -> Made {
    let config: tokio_postgres::Config = s.parse().map_err(|error| told(&error))?;
    let host = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    };
    let mut to_server = Map::new();
    for (name, value) in [("options", config.get_options()), ("application_name", config.get_application_name())] {
        to_server.extend(value.map(|value| (name.to_owned(), json!(value))));
    }
    Ok(json!({
        "host": joined(config.get_hosts().iter().map(host)),
        "port": joined(config.get_ports().iter().map(u16::to_string)),
        "user": config.get_user(),
        "password": config.get_password().map(String::from_utf8_lossy),
        "dbname": config.get_dbname(),
        "to_server": to_server,
    }))
}

fn sqlx(s: &str) -> Made {
    let options: PgConnectOptions = s.parse().map_err(|error| told(&error))?;
    let socket = options.get_socket().map(|path| path.display().to_string());
    let mut to_server = Map::new();
    for (name, value) in [("options", options.get_options()), ("application_name", options.get_application_name())] {
        to_server.extend(value.map(|value| (name.to_owned(), json!(value))));
    }
    Ok(json!({
        "host": socket.unwrap_or_else(|| options.get_host().to_owned()),
        "port": options.get_port().to_string(),
        "user": options.get_username(),
        "password": shown_password(&format!("{options:?}")),
        "dbname": options.get_database(),
        "to_server": to_server,
    }))
}

/// The password, which nothing gives away but the debugging text of the options.
fn shown_password(options: &str) -> Option<String> {
    let mut rest = options.split_once("password: Some(\"")?.1.chars();
    let mut out = String::new();
    loop {
        match rest.next()? {
            '"' => return Some(out),
            '\\' => out.push(match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'u' => {
                    let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                other => other,
            }),
            other => out.push(other),
        }
    }
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(",")
}

/// An error with its causes, each once.
fn told(error: &dyn Error) -> String {
    let mut out = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !out.contains(&text) {
            out = format!("{out}: {text}");
        }
        cause = error.source();
    }
    out
}

fn answer(driver: &Driver, s: &str) -> Value {
    let refused = |stage: &str, error: Option<String>| json!({ "s": s, "ok": false, "error": error, "stage": stage });
    match panic::catch_unwind(|| (driver.ask)(s)) {
        Ok(Ok(Value::Object(fields))) => {
            let mut out = json!({ "s": s, "ok": true, "error": null, "stage": null });
            out.as_object_mut().expect("an object").extend(fields);
            out
        }
        Ok(Ok(other)) => panic!("no answer: {other}"),
        Ok(Err(error)) => refused("read", Some(error)),
        Err(_) => refused("crash", None),
    }
}

fn main() {
    panic::set_hook(Box::new(|_| {}));
    let wanted = std::env::args().nth(1).unwrap_or_default();
    if wanted == "--list" {
        for Driver { name, version, how, .. } in DRIVERS {
            println!("{}", json!({ "driver": name, "version": version, "how": how }));
        }
        return;
    }
    let Some(driver) = DRIVERS.iter().find(|driver| driver.name == wanted) else {
        eprintln!("{wanted} is not here");
        std::process::exit(1);
    };
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let s = asked["s"].as_str().expect("a string");
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{}", answer(driver, s)).and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}
