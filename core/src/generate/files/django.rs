//! `settings.py` of Django.

use super::{FileForm, Made};

pub(super) static SETTINGS: FileForm = FileForm {
    name: "settings.py",
    what: "DATABASES of Django",
    fits: |source| source.is_for(&["django", "dj-database-url", "django-environ"]),
    write: |source| {
        let own = settings(source.own);
        let around = source.around.map_or(String::new(), direct);
        let is_said = ["CONN_MAX_AGE", "\"pool\""].iter().any(|it| own.contains(it));
        let is_pooled = source.own.request.endpoint().endpoint.mode.may_share_transactions();
        let pooled = if is_pooled && !is_said {
            "# The pooler keeps the connections; each request gives its own back.\n\
             DATABASES[\"default\"][\"CONN_MAX_AGE\"] = 0\n"
        } else {
            ""
        };
        Ok(format!("{own}{pooled}{around}"))
    },
};

/// The settings that the program of the driver has.
fn settings(made: &Made) -> String {
    let file = made.connection.snippet.files.iter().find(|file| file.path == "settings.py");
    file.map_or(String::new(), |file| file.text.clone())
}

/// A second database beside the default one, which tests take for the same.
fn direct(around: &Made) -> String {
    let text = settings(around);
    let (_, databases) = text.split_once("DATABASES = ").unwrap_or_default();
    let databases = databases.replace("\"default\"", "\"direct\"");
    format!(
        "\n# For migrations, which do not go through the pooler: python manage.py migrate --database direct\n\
         DATABASES |= {databases}DATABASES[\"direct\"][\"TEST\"] = {{\"MIRROR\": \"default\"}}\n"
    )
}
