//! What a parameter is to a driver, and what to do about one that it does not have. Shared by the rules about
//! parameters, so that each parameter gets one finding.

use super::named_statements_behind_pooler::place_of;
use super::reference::has_reference;
use super::{Cx, DriverSource};
use crate::diag::{Finding, Safety};
use crate::drivers::{DRIVERS, Driver, Kind, Param, Place};
use crate::model::{Fate, Given, Setting};
use crate::parse::Decimal;
use crate::text::{Span, nearest};

/// What a parameter is to the driver.
pub(super) enum Verdict {
    /// One that it has, or that the server has and gets.
    Known,
    /// One that it has, but only in code.
    Misplaced(&'static Param),
    /// A slip of the fingers; this is meant.
    Misspelled(&'static str),
    /// Another driver's.
    Foreign(&'static Driver, &'static Param),
    /// Nobody's.
    Unknown,
}

/// Settings of the server that a client may set when it connects.
const SERVER_SETTINGS: &[&str] = &[
    "application_name",
    "backslash_quote",
    "bytea_output",
    "client_encoding",
    "client_min_messages",
    "constraint_exclusion",
    "cursor_tuple_fraction",
    "datestyle",
    "default_statistics_target",
    "default_table_access_method",
    "default_tablespace",
    "default_transaction_deferrable",
    "default_transaction_isolation",
    "default_transaction_read_only",
    "effective_cache_size",
    "extra_float_digits",
    "from_collapse_limit",
    "geqo",
    "gin_fuzzy_search_limit",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "intervalstyle",
    "jit",
    "join_collapse_limit",
    "lc_messages",
    "lc_monetary",
    "lc_numeric",
    "lc_time",
    "lock_timeout",
    "log_min_duration_statement",
    "maintenance_work_mem",
    "options",
    "plan_cache_mode",
    "random_page_cost",
    "replication",
    "role",
    "row_security",
    "search_path",
    "seq_page_cost",
    "standard_conforming_strings",
    "statement_timeout",
    "synchronous_commit",
    "tcp_keepalives_count",
    "tcp_keepalives_idle",
    "tcp_keepalives_interval",
    "tcp_user_timeout",
    "temp_buffers",
    "temp_tablespaces",
    "timezone",
    "transaction_timeout",
    "work_mem",
];

/// The parameters of the string. What is left of one that was split at the wrong place, or that the driver does not
/// read as this spelling, is another rule's business.
pub(super) fn parameters(cx: &Cx<'_>) -> Vec<Given> {
    if !cx.driver.driver.spellings.contains(&cx.subject.spelling) {
        return Vec::new();
    }
    // golang-migrate's own, which no driver gets to see.
    let is_migrates = |name: &str| name.starts_with("x-") && is_loose(cx);
    let is_whole = |given: &Given| {
        let name = given.key.as_str();
        !name.is_empty()
            && !name.contains(['/', '@', '?'])
            && !name.starts_with("amp;")
            && !has_reference(name)
            && !is_migrates(name)
    };
    let mut params = cx.reading.params.clone();
    if params.is_empty() {
        // A driver that stops at the password never comes to the query, but will once the password is mended.
        params = cx.read_with(&super::encoding::blanked(cx)).params;
    }
    params.retain(is_whole);
    params
}

/// Whether no call shows who gets the string. golang-migrate keeps parameters that begin with `x-` to itself, and no
/// server has a setting of such a name.
fn is_loose(cx: &Cx<'_>) -> bool {
    !matches!(cx.subject.source, DriverSource::Container(_)) || cx.file.document.languages.is_empty()
}

/// What `given` is to the driver.
pub(super) fn verdict(cx: &Cx<'_>, given: &Given) -> Verdict {
    let name = given.key.as_str();
    match cx.driver.param(name) {
        Some(param) if param.in_url() => return Verdict::Known,
        Some(param) => return Verdict::Misplaced(param),
        None => {}
    }
    let reaches_server = given.fate == Fate::Startup
        && (name.contains('.') || SERVER_SETTINGS.contains(&name.to_ascii_lowercase().as_str()));
    if given.setting.is_some() || given.fate == Fate::Client || reaches_server {
        return Verdict::Known;
    }
    let own = || cx.driver.driver.params.iter().filter(|it| it.in_url() && it.is_in(cx.driver.version));
    let fold = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    let is_same =
        |other: &str| other.len() == name.len() && other.bytes().map(fold).eq(name.bytes().map(fold));
    if let Some(param) = own().find(|it| is_same(it.name)) {
        return Verdict::Misspelled(param.name);
    }
    if let Some((driver, param)) = owner(name) {
        return Verdict::Foreign(driver, param);
    }
    match nearest(name, own().map(|it| it.name)) {
        Some(meant) => Verdict::Misspelled(meant),
        None => Verdict::Unknown,
    }
}

/// The driver that has a parameter of this name: libpq if it does, because others follow it, else the most common.
fn owner(name: &str) -> Option<(&'static Driver, &'static Param)> {
    let find = |driver: &&'static Driver| {
        driver.params.iter().find(|param| param.name == name).map(|param| (*driver, param))
    };
    let of_libpq = DRIVERS.iter().filter(|driver| driver.name == "libpq").find_map(find);
    of_libpq.or_else(|| DRIVERS.iter().filter_map(find).min_by_key(|(driver, _)| driver.rank))
}

/// What the driver says about this one parameter, by itself, as a note.
pub(super) fn own_refusal(cx: &Cx<'_>, given: &Given) -> Option<String> {
    let pairs = &cx.written().pairs;
    let all = pairs.first()?.0.join(pairs.last()?.0);
    let alone = cx.read_with(&[(all, given.span.of(cx.text()).to_owned())]);
    let refusal = [alone.refusal.as_ref(), cx.reading.refusal.as_ref()]
        .into_iter()
        .flatten()
        .find(|refusal| refusal.text.contains(given.key.as_str()))?;
    Some(format!("the driver says {}", refusal.quoted(cx.text())))
}

/// What to do about a parameter that the driver does not take here, as help and, where it is mechanical, as fix.
pub(super) fn remedied(cx: &Cx<'_>, given: &Given, setting: Option<Setting>, finding: Finding) -> Finding {
    let remove = || vec![cx.remove_pair(given.span)];
    if let Some(renamed) = setting.and_then(|setting| rename(cx, given, setting)) {
        return finding.fix(renamed.safety, renamed.title, renamed.edits);
    }
    let switch = cx.driver.driver.statements_off.iter().find(|it| it.enough && it.since <= cx.driver.version);
    let is_about_statements = matches!(setting, Some(Setting::PgbouncerFlag | Setting::StatementCache));
    if let Some(switch) = switch.filter(|_| is_about_statements && turns_off(given)) {
        return if switch.in_url.is_empty() {
            let place = place_of(cx, switch.in_code).map_or("code".to_owned(), |place| format!("`{place}`"));
            let title = format!("remove it, and set `{}` in {place}", switch.in_code);
            finding.fix(Safety::Unsafe, title, remove())
        } else {
            let title = format!("write `{}` instead", switch.in_url);
            finding.fix(Safety::Unsafe, title, [cx.edit(given.span, switch.in_url)])
        };
    }
    match setting.and_then(|setting| in_code(cx, given, setting)) {
        // Without its TLS setting a string means another level of TLS, so nothing is removed unasked.
        Some(help) if setting == Some(Setting::TlsMode) => finding.help(help),
        Some(help) => finding.fix(Safety::Unsafe, help, remove()),
        None if setting == Some(Setting::TlsMode) => finding.help("say in code what TLS is wanted"),
        None => finding.fix(Safety::Unsafe, format!("remove `{}`", given.key), remove()),
    }
}

struct Renamed {
    title: String,
    safety: Safety,
    edits: Vec<Option<crate::text::Edit>>,
}

/// Meanings that two parameters share closely enough to carry a value from one to the other.
const PORTABLE: &[Setting] = &[
    Setting::TlsMode,
    Setting::TlsRootCertificate,
    Setting::ConnectTimeout,
    Setting::ApplicationName,
    Setting::SearchPath,
    Setting::TargetSession,
    Setting::ChannelBinding,
    Setting::Database,
    Setting::User,
    Setting::Host,
    Setting::Port,
];

/// The driver's own name for the same thing, if it takes the value.
fn rename(cx: &Cx<'_>, given: &Given, setting: Setting) -> Option<Renamed> {
    if !PORTABLE.contains(&setting) {
        return None;
    }
    let mut own = cx.driver.driver.params.iter().filter(|param| {
        param.setting == setting
            && param.in_url()
            && param.name != given.key
            && param.is_in(cx.driver.version)
            && param.kind != Kind::Object
            // Given already.
            && !cx.reading.params.iter().any(|it| it.key == param.name)
    });
    let (param, value) = own.find_map(|param| Some((param, carried(cx, param, setting, &given.value)?)))?;
    let same = value == given.value;
    let title = if same {
        format!("rename it to `{}`", param.name)
    } else {
        format!("write `{}={value}`", param.name)
    };
    let mut edits = vec![cx.edit(given.key_span, param.name)];
    if !same {
        edits.push(cx.edit(given.value_span, &value));
    }
    // A name that nobody else reads, in a string that nobody else reads, cannot change another driver's connection.
    let is_pinned = cx.subject.source == super::DriverSource::Scheme && cx.subject.driver_is_known();
    let safety = if same && is_pinned && given.fate == Fate::Refused { Safety::Safe } else { Safety::Unsafe };
    Some(Renamed { title, safety, edits })
}

/// `value` as `param` of the driver would say it; `None` when it cannot.
fn carried(cx: &Cx<'_>, param: &Param, setting: Setting, value: &str) -> Option<String> {
    if setting == Setting::TlsMode {
        let takes = |value: &str| cx.driver.driver.tls_modes.iter().any(|mode| mode.value == value);
        let fits = |value: &str| match param.kind {
            Kind::OneOf(values) => values.contains(&value),
            Kind::Boolean => false,
            _ => takes(value),
        };
        let meant = match value {
            "true" | "1" | "no-verify" => "require",
            "false" | "0" => "disable",
            other => other,
        };
        return [value, meant].into_iter().find(|value| fits(value)).map(str::to_owned);
    }
    match param.kind {
        Kind::OneOf(values) => values.contains(&value).then(|| value.to_owned()),
        Kind::Integer => value.parse::<i64>().is_ok().then(|| value.to_owned()),
        Kind::Number => Decimal::read(value).is_some().then(|| value.to_owned()),
        Kind::Boolean => matches!(value, "true" | "false").then(|| value.to_owned()),
        Kind::Text | Kind::File => Some(value.to_owned()),
        Kind::Object => None,
    }
}

fn turns_off(given: &Given) -> bool {
    matches!(given.value.as_str(), "0" | "false" | "True" | "true" | "1" | "")
}

/// Where in code the driver takes the same thing.
fn in_code(cx: &Cx<'_>, given: &Given, setting: Setting) -> Option<String> {
    let code = |param: &&&'static Param| {
        param.is_in(cx.driver.version) && matches!(param.place, Place::Code(_) | Place::Both(_))
    };
    let params = cx.driver.driver.params;
    let same_name = params.iter().filter(|param| param.name == given.key).find(|param| code(&param));
    let same_thing = params
        .iter()
        .filter(|param| PORTABLE.contains(&setting) && param.setting == setting)
        .find(|param| code(&param));
    if let Some(param) = same_name.or(same_thing) {
        return Some(written_in_code(cx, param, &value_in_code(cx, param.kind, &given.value)));
    }
    let is_server_setting = matches!(
        setting,
        Setting::ApplicationName | Setting::SearchPath | Setting::ServerSetting | Setting::ClientEncoding
    );
    let settings = params.iter().filter(|it| it.setting == Setting::ServerSetting && it.kind == Kind::Object);
    let settings = settings.filter(|_| is_server_setting).find(|param| code(&param))?;
    let name = if setting == Setting::SearchPath { "search_path" } else { given.key.as_str() };
    let object = match cx.driver.driver.language {
        "Python" => format!("{{\"{name}\": \"{}\"}}", given.value),
        _ => format!("{{ {name}: \"{}\" }}", given.value),
    };
    Some(written_in_code(cx, settings, &object))
}

fn value_in_code(cx: &Cx<'_>, kind: Kind, value: &str) -> String {
    let python = cx.driver.driver.language == "Python";
    match kind {
        Kind::Integer | Kind::Number if Decimal::read(value).is_some() => value.to_owned(),
        Kind::Boolean if python => {
            if matches!(value, "true" | "1" | "on") { "True" } else { "False" }.to_owned()
        }
        Kind::Boolean => {
            let is_off = matches!(value, "false" | "0" | "off" | "no" | "disable");
            (!is_off).to_string()
        }
        Kind::Object => "...".to_owned(),
        _ => format!("\"{value}\""),
    }
}

fn written_in_code(cx: &Cx<'_>, param: &Param, value: &str) -> String {
    let (Place::Code(place) | Place::Both(place)) = param.place else {
        return format!("remove `{}`", param.name);
    };
    let name = param.name;
    match (place, cx.driver.driver.language) {
        ("connect_args", _) => format!("remove it, and pass `connect_args={{\"{name}\": {value}}}`"),
        (_, "Python") => {
            format!("remove it, and pass `{name}={value}` to `{}`", place.replace("(...)", "()"))
        }
        (_, "JavaScript" | "TypeScript") => format!("remove it, and pass `{name}: {value}` in `{place}`"),
        _ => format!("remove it, and set `{name}` to `{value}` in `{place}`"),
    }
}

/// The words at the place of a finding: whose parameter it is.
pub(super) fn whose(verdict: &Verdict) -> Option<String> {
    match verdict {
        Verdict::Foreign(driver, _) => Some(format!("a parameter of {}", driver.label)),
        _ => None,
    }
}

/// The meaning that another driver gives to the parameter.
pub(super) fn setting_of(verdict: &Verdict) -> Option<Setting> {
    match verdict {
        Verdict::Foreign(_, param) | Verdict::Misplaced(param) => Some(param.setting),
        _ => None,
    }
}

/// The span of the name, for rules that are about it.
pub(super) fn name_span(given: &Given) -> Span {
    if given.key_span.is_empty() { given.span } else { given.key_span }
}
