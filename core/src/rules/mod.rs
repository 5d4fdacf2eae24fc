//! Judgement: one file per rule. A rule compares what a driver makes of a string with what was meant and with what
//! the endpoint supports, and says what it finds.

mod ado_net;
mod composed;
mod context;
mod encoding;
mod endpoint_cx;
mod parameters;
mod poolers;
mod probe;
mod reference;
mod run;
mod said;
mod subject;
mod suppress;
mod suppression_without_reason;
mod tls;
mod variables;

mod ambiguous_dialect;
mod argument_wrong_type;
mod arguments;
mod certificate_check_disabled;
mod channel_binding_unsupported;
mod command_in_value;
mod compose_account_differs;
mod compose_host_unknown;
mod compose_localhost;
mod compose_published_port;
mod computed_password_not_encoded;
mod credentials_in_jdbc_url;
mod database_missing;
mod direct_url_missing;
mod duplicate_parameter;
mod escape_not_decoded;
mod fragment_in_url;
mod host_misread;
mod http_endpoint;
mod ignored_parameter;
mod invalid_parameter_value;
mod invalid_port;
mod invisible_character;
mod ipv6_only_host;
mod ipv6_without_brackets;
mod keyword_value_not_accepted;
mod malformed_query;
mod migration_through_pooler;
mod misplaced_argument;
mod misplaced_parameter;
mod misspelled_parameter;
mod named_statements_behind_pooler;
mod parameter_wrong_type;
mod password_double_encoded;
mod password_in_query;
mod password_line_misread;
mod password_line_never_fits;
mod password_not_encoded;
mod percent_not_doubled;
mod pgbouncer_flag_without_need;
mod placeholder;
mod plus_in_value;
mod pool_larger_than_pooler;
mod pool_parameter_without_pool;
mod pooler_chooses_server;
mod pooler_mode_mixed_up;
mod pooler_port_missing;
mod pooler_user_without_project;
mod port_given_to_all_hosts;
mod project_in_direct_user;
mod query_overrides_url;
mod quote_not_closed;
mod quotes_in_value;
mod real_secret_in_example_file;
mod root_certificate_system_misread;
mod scheme_misspelled;
mod scheme_not_accepted;
mod secret_in_client_variable;
mod secret_in_source;
mod server_side_cursors_behind_pooler;
mod session_feature_through_pooler;
mod several_hosts_not_supported;
mod slash_behind_database;
mod ssl_false_enables_tls;
mod ssl_word_not_known;
mod startup_parameter_dropped;
mod startup_parameter_refused;
mod statement_cache_disabled_without_pooler;
mod statement_cache_half_disabled;
mod stray_whitespace;
mod string_refused;
mod sync_and_async_mixed;
mod tls_disabled;
mod tls_mode_downgraded;
mod tls_mode_means_more;
mod tls_not_required;
mod tls_not_verified;
mod tls_option_overridden;
mod tls_required_by_endpoint;
mod unknown_argument;
mod unknown_parameter;
mod unknown_supabase_host;
mod unused_suppression;
mod url_and_parts_differ;
mod url_not_accepted;
mod user_missing;
mod user_not_encoded;
mod uses;
mod value_cut_at_hash;
mod value_cut_by_shell;
mod value_expanded;
mod value_not_encoded;
mod value_read_differently;
mod variable_defined_twice;
mod workflow_service_unreachable;

pub use context::{CallCx, Cx, FileCx};
pub use poolers::poolers;
pub use run::{Facts, Options, check};
pub use said::{Answers, Readers};
pub use subject::{DriverSource, Subject};
pub use uses::{Use, uses};

use crate::diag::{Finding, Severity};

/// All rules, by name.
pub static RULES: &[&Rule] = &[
    &ambiguous_dialect::RULE,
    &argument_wrong_type::RULE,
    &certificate_check_disabled::RULE,
    &channel_binding_unsupported::RULE,
    &command_in_value::RULE,
    &compose_account_differs::RULE,
    &compose_host_unknown::RULE,
    &compose_localhost::RULE,
    &compose_published_port::RULE,
    &computed_password_not_encoded::RULE,
    &credentials_in_jdbc_url::RULE,
    &database_missing::RULE,
    &direct_url_missing::RULE,
    &duplicate_parameter::RULE,
    &escape_not_decoded::RULE,
    &fragment_in_url::RULE,
    &host_misread::RULE,
    &http_endpoint::RULE,
    &ignored_parameter::RULE,
    &invalid_parameter_value::RULE,
    &invalid_port::RULE,
    &invisible_character::RULE,
    &ipv6_only_host::RULE,
    &ipv6_without_brackets::RULE,
    &keyword_value_not_accepted::RULE,
    &malformed_query::RULE,
    &migration_through_pooler::RULE,
    &misplaced_argument::RULE,
    &misplaced_parameter::RULE,
    &misspelled_parameter::RULE,
    &named_statements_behind_pooler::RULE,
    &parameter_wrong_type::RULE,
    &password_double_encoded::RULE,
    &password_in_query::RULE,
    &password_line_misread::RULE,
    &password_line_never_fits::RULE,
    &password_not_encoded::RULE,
    &percent_not_doubled::RULE,
    &pgbouncer_flag_without_need::RULE,
    &placeholder::RULE,
    &plus_in_value::RULE,
    &pool_larger_than_pooler::RULE,
    &pool_parameter_without_pool::RULE,
    &pooler_chooses_server::RULE,
    &pooler_mode_mixed_up::RULE,
    &pooler_port_missing::RULE,
    &pooler_user_without_project::RULE,
    &port_given_to_all_hosts::RULE,
    &project_in_direct_user::RULE,
    &query_overrides_url::RULE,
    &quote_not_closed::RULE,
    &quotes_in_value::RULE,
    &real_secret_in_example_file::RULE,
    &root_certificate_system_misread::RULE,
    &scheme_misspelled::RULE,
    &scheme_not_accepted::RULE,
    &secret_in_client_variable::RULE,
    &secret_in_source::RULE,
    &server_side_cursors_behind_pooler::RULE,
    &session_feature_through_pooler::RULE,
    &several_hosts_not_supported::RULE,
    &slash_behind_database::RULE,
    &ssl_false_enables_tls::RULE,
    &ssl_word_not_known::RULE,
    &startup_parameter_dropped::RULE,
    &startup_parameter_refused::RULE,
    &statement_cache_disabled_without_pooler::RULE,
    &statement_cache_half_disabled::RULE,
    &stray_whitespace::RULE,
    &string_refused::RULE,
    &suppression_without_reason::RULE,
    &sync_and_async_mixed::RULE,
    &tls_disabled::RULE,
    &tls_mode_downgraded::RULE,
    &tls_mode_means_more::RULE,
    &tls_not_required::RULE,
    &tls_not_verified::RULE,
    &tls_option_overridden::RULE,
    &tls_required_by_endpoint::RULE,
    &unknown_argument::RULE,
    &unknown_parameter::RULE,
    &unknown_supabase_host::RULE,
    &unused_suppression::RULE,
    &url_and_parts_differ::RULE,
    &url_not_accepted::RULE,
    &user_missing::RULE,
    &user_not_encoded::RULE,
    &value_cut_at_hash::RULE,
    &value_cut_by_shell::RULE,
    &value_expanded::RULE,
    &value_not_encoded::RULE,
    &value_read_differently::RULE,
    &variable_defined_twice::RULE,
    &workflow_service_unreachable::RULE,
];

/// A rule: facts and prose for its page, examples that are run as tests, and the check.
pub struct Rule {
    /// Name, in kebab-case: the thing found, never the remedy.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// How bad its findings are, unless one says otherwise.
    pub severity: Severity,
    /// What to say when the driver is not known and only some of those that could read the string are affected.
    pub divided: Divided,
    /// One line, for lists.
    pub summary: &'static str,
    /// What happens and why it matters, in Markdown, for its page.
    pub docs: &'static str,
    /// Where the facts come from.
    pub sources: &'static [&'static str],
    /// Strings that show it, run as tests.
    pub examples: &'static [Example],
    /// The check.
    pub check: Check,
}

/// Subjects of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Spelling of a string and encoding of its parts.
    Syntax,
    /// Parameters.
    Parameters,
    /// Poolers and platforms.
    Endpoints,
    /// Encryption.
    Tls,
    /// Files that hold strings.
    Files,
    /// Secrets that show.
    Secrets,
}

/// What becomes of a finding that holds for some of the possible drivers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Divided {
    /// Nothing is said.
    Silent,
    /// It becomes a hint.
    Hint,
    /// It becomes a warning.
    Warning,
}

/// How a rule looks at things.
#[derive(Clone, Copy)]
pub enum Check {
    /// Once for every string and every driver that may read it. Findings that do not depend on the driver come out
    /// the same for each and are reported once.
    Connection(fn(&Cx<'_>, &mut Vec<Finding>)),
    /// Once for every set of arguments and every driver that may get them.
    Call(fn(&CallCx<'_>, &mut Vec<Finding>)),
    /// As `Connection`, and as `Call` for the sets of arguments without a known string.
    Both(fn(&Cx<'_>, &mut Vec<Finding>), fn(&CallCx<'_>, &mut Vec<Finding>)),
    /// Once for the file.
    File(fn(&FileCx<'_>, &mut Vec<Finding>)),
    /// As `Connection`, after all of these: `found` of the file holds what they found.
    ConnectionLast(fn(&Cx<'_>, &mut Vec<Finding>)),
    /// Once for the file, after everything else.
    FileLast(fn(&FileCx<'_>, &mut Vec<Finding>)),
}

/// An example, run as a test and shown on the rule's page.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Driver on whose behalf it is read, as on the command line; empty when it is not known.
    pub driver: &'static str,
    /// Endpoint, as on the command line; empty when the string says it.
    pub endpoint: &'static str,
    /// Name of the file; it decides the format.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
    /// What is expected.
    pub outcome: Outcome,
}

/// What an example is expected to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing from this rule, and no error or warning from any other.
    Good,
    /// Exactly one finding of this rule, and no error or warning from any other.
    Bad,
    /// As `Bad`, and its fix gives this text, in which the rule finds nothing and no other rule finds anything new.
    Fixed(&'static str),
}

impl Example {
    /// Nothing to find.
    pub const fn good(driver: &'static str, text: &'static str) -> Self {
        Self { driver, endpoint: "", path: "", text, outcome: Outcome::Good }
    }

    /// Something to find.
    pub const fn bad(driver: &'static str, text: &'static str) -> Self {
        Self { outcome: Outcome::Bad, ..Self::good(driver, text) }
    }

    /// Something to find and to fix.
    pub const fn fixed(driver: &'static str, text: &'static str, after: &'static str) -> Self {
        Self { outcome: Outcome::Fixed(after), ..Self::good(driver, text) }
    }

    /// The same, in a file of this name.
    pub const fn in_file(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    /// The same, at an endpoint that is named.
    pub const fn at(self, endpoint: &'static str) -> Self {
        Self { endpoint, ..self }
    }
}

/// The rule of this name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// What rules need to be written.
pub(crate) mod prelude {
    pub(crate) use super::{CallCx, Check, Cx, Divided, Example, FileCx, Group, Rule};
    pub(crate) use crate::diag::{Finding, Safety, Severity};
}
