//! Lines that set the variables in a shell that runs.

use super::Variable;
use crate::drivers::Impossible;

/// A shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `sh` and those that take its words: bash, zsh, dash, ksh.
    Posix,
    /// fish.
    Fish,
    /// PowerShell, on every system.
    PowerShell,
    /// The command prompt of Windows.
    Cmd,
}

impl Shell {
    /// Sets `name` to `value`, whatever characters are in it.
    ///
    /// # Errors
    /// When the shell cannot be told this value.
    pub fn set(self, name: &str, value: &str) -> Result<String, Impossible> {
        Ok(match self {
            Self::Posix => format!("export {name}='{}'", value.replace('\'', r"'\''")),
            Self::Fish => {
                format!("set -gx {name} '{}'", value.replace('\\', r"\\").replace('\'', r"\'"))
            }
            Self::PowerShell => format!("$env:{name} = '{}'", doubled(value)),
            Self::Cmd => format!("set \"{name}={}\"", for_cmd(value)?),
        })
    }

    /// Sets `name` to what the variable `from` holds.
    pub fn copy(self, name: &str, from: &str) -> String {
        match self {
            Self::Posix => format!("export {name}=\"${from}\""),
            Self::Fish => format!("set -gx {name} \"${from}\""),
            Self::PowerShell => format!("$env:{name} = $env:{from}"),
            Self::Cmd => format!("set \"{name}=%{from}%\""),
        }
    }
}

/// The lines for `shell`. The password is masked unless `with_secrets`; where it stands alone it is taken from the
/// variable `password_from`, if there is one.
///
/// # Errors
/// When the shell cannot be told a value.
pub fn shell_lines(
    variables: &[Variable],
    shell: Shell,
    with_secrets: bool,
    password_from: Option<&str>,
) -> Result<String, Impossible> {
    let line = |it: &Variable| match password_from {
        Some(from) if it.is_password && !with_secrets => Ok(shell.copy(&it.name, from)),
        _ => shell.set(&it.name, if with_secrets { it.value.expose() } else { &it.shown }),
    };
    variables.iter().map(|it| line(it).map(|line| line + "\n")).collect()
}

/// A text for single quotes of PowerShell, which takes the curly ones for the same.
fn doubled(value: &str) -> String {
    let is_quote = |c: char| matches!(c, '\'' | '\u{2018}'..='\u{201B}');
    value.chars().flat_map(|c| std::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 })).collect()
}

/// A text inside the quotes of `set`. The last quote of the line ends it; one before it ends the protection of what
/// separates commands. At the prompt a pair of `%` that names no variable stays as it is; a batch file would want each
/// of them doubled.
fn for_cmd(value: &str) -> Result<&str, Impossible> {
    let instead = "take another shell, or let the program read the `.env` file";
    if value.contains(['\n', '\r']) {
        return Err(Impossible::new("a variable of the command prompt holds one line", instead));
    }
    if value.contains('"') && value.contains(['&', '|', '<', '>', '^']) {
        return Err(Impossible::new(
            "the command prompt cannot be told a value with `\"` and signs of its own",
            instead,
        ));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::Shell;

    #[test]
    fn values_keep_their_quotes() {
        let value = "it's \\ $X";
        for (shell, line) in [
            (Shell::Posix, r"export A='it'\''s \ $X'"),
            (Shell::Fish, r"set -gx A 'it\'s \\ $X'"),
            (Shell::PowerShell, r"$env:A = 'it''s \ $X'"),
            (Shell::Cmd, r#"set "A=it's \ $X""#),
        ] {
            assert_eq!(shell.set("A", value), Ok(line.to_owned()));
        }
        assert_eq!(
            Shell::PowerShell.set("A", "it\u{2019}s"),
            Ok("$env:A = 'it\u{2019}\u{2019}s'".to_owned())
        );
        assert!(Shell::Cmd.set("A", "a\"&b").is_err() && Shell::Cmd.set("A", "a\nb").is_err());
    }
}
