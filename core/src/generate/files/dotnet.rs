//! `appsettings.json` of .NET. Npgsql takes the password from `PGPASSWORD` where the string has none.

use super::{FileForm, double_quoted};

pub(super) static APPSETTINGS: FileForm = FileForm {
    name: "appsettings.json",
    what: "connection strings of .NET without the password, which PGPASSWORD holds",
    fits: |source| source.is_for(&["npgsql", "efcore"]),
    write: |source| {
        let mut strings = vec![("Default", source.own.with_password(None)?)];
        if let Some(around) = source.around {
            strings.push(("Migrations", around.with_password(None)?));
        }
        let lines: Vec<String> = strings
            .iter()
            .map(|(name, string)| format!("    \"{name}\": {}", double_quoted(string)))
            .collect();
        Ok(format!("{{\n  \"ConnectionStrings\": {{\n{}\n  }}\n}}\n", lines.join(",\n")))
    },
};
