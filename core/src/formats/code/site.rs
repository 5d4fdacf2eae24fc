//! Who gets a connection in source code, as a table can say it.

/// A call, or a set of options, that gets a connection.
pub(super) struct Site {
    /// What is called: `module.function`, with `*` for any module; empty for a set of options that is known by its
    /// `marker`.
    pub(super) callee: &'static str,
    /// An option that has to be there, with the values that will do; `*Repo` is all that ends so.
    pub(super) marker: Option<(&'static str, &'static [&'static str])>,
    /// Instead of these, a setting that is assigned to: the first and the last part of its name, the first one empty
    /// when it does not count.
    pub(super) assigned: Option<(&'static str, &'static str)>,
    /// Who reads it, as in [`Consumer::drivers`].
    pub(super) drivers: &'static [&'static str],
    /// The options that hold the whole string; a number for what has no name.
    pub(super) strings: &'static [&'static str],
    /// What stands before the names of options that hold a part: empty, or `connection.`.
    pub(super) parts: &'static str,
    /// Whether options of other libraries look the same.
    pub(super) is_guess: bool,
    /// Whether Python's ConfigParser gets the string, for which a `%` is doubled.
    pub(super) is_interpolated: bool,
    /// Whether it is for migrations.
    pub(super) is_for_migrations: bool,
    /// Whether options are set on what it makes: by methods called on it, by later statements about the variable that
    /// holds it. The methods are the names of the options.
    pub(super) is_builder: bool,
    /// A module that has to be used in the file.
    pub(super) module: Option<&'static str>,
    /// Whether it is a driver that is not known, of which nothing is said.
    pub(super) is_other: bool,
    /// As in [`Scope::unusable`](super::Scope::unusable).
    pub(super) unusable: &'static [(&'static str, &'static str)],
    /// As in [`Scope::has_no_pool`](super::Scope::has_no_pool).
    pub(super) has_no_pool: bool,
}

impl Site {
    pub(super) const fn call(
        callee: &'static str,
        drivers: &'static [&'static str],
        strings: &'static [&'static str],
    ) -> Self {
        Self {
            callee,
            marker: None,
            assigned: None,
            drivers,
            strings,
            parts: "",
            is_guess: false,
            is_interpolated: false,
            is_for_migrations: false,
            is_builder: false,
            module: None,
            is_other: false,
            unusable: &[],
            has_no_pool: false,
        }
    }

    /// A call of a driver that is not known.
    pub(super) const fn other(callee: &'static str, strings: &'static [&'static str]) -> Self {
        Self { is_other: true, ..Self::call(callee, &[], strings) }
    }

    pub(super) const fn options(
        marker: (&'static str, &'static [&'static str]),
        drivers: &'static [&'static str],
        strings: &'static [&'static str],
    ) -> Self {
        Self { marker: Some(marker), is_guess: true, ..Self::call("", drivers, strings) }
    }

    pub(super) const fn assigned(
        setting: (&'static str, &'static str),
        drivers: &'static [&'static str],
    ) -> Self {
        Self { assigned: Some(setting), ..Self::call("", drivers, &[]) }
    }

    pub(super) const fn sure(self) -> Self {
        Self { is_guess: false, ..self }
    }

    pub(super) const fn parts(self, parts: &'static str) -> Self {
        Self { parts, ..self }
    }

    pub(super) const fn with(self, marker: (&'static str, &'static [&'static str])) -> Self {
        Self { marker: Some(marker), ..self }
    }

    pub(super) const fn interpolated(self) -> Self {
        Self { is_interpolated: true, ..self }
    }

    pub(super) const fn for_migrations(self) -> Self {
        Self { is_for_migrations: true, ..self }
    }

    pub(super) const fn builder(self) -> Self {
        Self { is_builder: true, ..self }
    }

    /// It takes strings with these drivers below, and fails with them.
    pub(super) const fn unusable(self, unusable: &'static [(&'static str, &'static str)]) -> Self {
        Self { unusable, ..self }
    }

    /// It makes one connection.
    pub(super) const fn without_pool(self) -> Self {
        Self { has_no_pool: true, ..self }
    }

    pub(super) const fn beside(self, module: &'static str) -> Self {
        Self { module: Some(module), ..self }
    }

    /// Whether the setting `name` is this one.
    pub(super) fn is_assigned(&self, name: &str) -> bool {
        self.assigned.is_some_and(|(first, last)| {
            (first.is_empty() || name.split('.').next() == Some(first))
                && name.rsplit('.').next() == Some(last)
        })
    }

    /// Whether `callee`, with its module's own name, is this one.
    pub(super) fn is_called(&self, callee: &str) -> bool {
        if self.callee.is_empty() || callee.is_empty() {
            return false;
        }
        let ends_with = |name| callee.strip_suffix(name).is_some_and(|before: &str| before.ends_with('.'));
        match self.callee.split_once('.') {
            Some(("*", name)) => callee == name || ends_with(name),
            Some((module, name)) => callee.split('.').next() == Some(module) && ends_with(name),
            None => callee == self.callee,
        }
    }
}
