//! URLs and their twists.

use fastrand::Rng;

use super::{DATABASES, HOSTS, PASSWORDS, PORTS, Text, USERS, chance, characters, pick, twists};

/// A URL before it is written; `None` is left out with its separator.
struct Url {
    before: &'static str,
    scheme: String,
    user: Option<String>,
    password: Option<String>,
    host: String,
    port: Option<String>,
    /// With its slash.
    path: String,
    query: Vec<String>,
    between: &'static str,
    after: &'static str,
}

impl Url {
    fn plain(rng: &mut Rng) -> Self {
        let mut query = Vec::new();
        if chance(rng, 35) {
            query.push(format!("sslmode={}", pick(rng, &["disable", "prefer", "require", "verify-full"])));
        }
        if chance(rng, 15) {
            query.push(format!("application_name={}", pick(rng, &["web", "job1"])));
        }
        if chance(rng, 15) {
            query.push(format!("connect_timeout={}", pick(rng, &["5", "10"])));
        }
        Self {
            before: "",
            scheme: pick(rng, &["postgresql", "postgresql", "postgres"]).to_owned(),
            user: Some(pick(rng, USERS).to_owned()),
            password: chance(rng, 80).then(|| pick(rng, PASSWORDS).to_owned()),
            host: pick(rng, HOSTS).to_owned(),
            port: chance(rng, 60).then(|| pick(rng, PORTS).to_owned()),
            path: if chance(rng, 95) { format!("/{}", pick(rng, DATABASES)) } else { String::new() },
            query,
            between: "&",
            after: "",
        }
    }

    fn written(&self) -> String {
        let mut out = format!("{}{}://", self.before, self.scheme);
        if self.user.is_some() || self.password.is_some() {
            out.push_str(self.user.as_deref().unwrap_or_default());
            if let Some(password) = &self.password {
                out.push(':');
                out.push_str(password);
            }
            out.push('@');
        }
        out.push_str(&self.host);
        if let Some(port) = &self.port {
            out.push(':');
            out.push_str(port);
        }
        out.push_str(&self.path);
        if !self.query.is_empty() {
            out.push('?');
            out.push_str(&self.query.join(self.between));
        }
        out.push_str(self.after);
        out
    }

    fn twist(&mut self, twist: &Twist, rng: &mut Rng) -> Option<&'static str> {
        match twist {
            Twist::Before(of) => self.before = pick(rng, of),
            Twist::Scheme(of) => self.scheme = pick(rng, of).to_owned(),
            Twist::NoUser => (self.user, self.password) = (None, None),
            Twist::User(of) => self.user = Some(pick(rng, of).to_owned()),
            Twist::Password(of) => self.password = Some(pick(rng, of).to_owned()),
            Twist::Host(of) => self.host = pick(rng, of).to_owned(),
            Twist::Hosts(of) => (self.host, self.port) = (pick(rng, of).to_owned(), None),
            Twist::Port(of) => self.port = Some(pick(rng, of).to_owned()),
            Twist::Path(of) => self.path = pick(rng, of).to_owned(),
            Twist::Query(of) => self.query.push(pick(rng, of).to_owned()),
            Twist::QueryAlone(of) => self.query = pick(rng, of).split('&').map(str::to_owned).collect(),
            Twist::NoHost(of) => {
                (self.host, self.port) = (String::new(), None);
                self.query.extend(pick(rng, of).split('&').map(str::to_owned));
            }
            Twist::Between(of) => {
                self.query = vec!["application_name=a".to_owned(), "connect_timeout=5".to_owned()];
                self.between = pick(rng, of);
            }
            Twist::After(of) => self.after = pick(rng, of),
            Twist::Character => return Some(self.disturb(rng)),
        }
        None
    }

    /// An odd character in one of the parts.
    fn disturb(&mut self, rng: &mut Rng) -> &'static str {
        let mut query = String::new();
        let part = match rng.u8(..12) {
            0 => &mut self.scheme,
            1 | 2 => self.user.get_or_insert_default(),
            3..6 => self.password.get_or_insert_default(),
            6 | 7 => &mut self.host,
            8 => self.port.get_or_insert_default(),
            9 | 10 => &mut self.path,
            _ => {
                query.push_str("application_name=");
                &mut query
            }
        };
        let how = characters::disturb(part, rng);
        if !query.is_empty() {
            self.query.push(query);
        }
        how
    }
}

type Choices = &'static [&'static str];

/// What is done to a plain URL: one of the choices is put in the place of what stood there.
enum Twist {
    Before(Choices),
    Scheme(Choices),
    NoUser,
    User(Choices),
    Password(Choices),
    Host(Choices),
    /// Host and port together, or several.
    Hosts(Choices),
    Port(Choices),
    /// With its slash.
    Path(Choices),
    /// One more in the query.
    Query(Choices),
    /// In place of the query.
    QueryAlone(Choices),
    /// No host before the path, and this in the query.
    NoHost(Choices),
    /// Between the pairs of a query.
    Between(Choices),
    After(Choices),
    /// An odd character in any part.
    Character,
}

/// A random URL with its twists.
pub fn twisted(rng: &mut Rng) -> Text {
    let mut url = Url::plain(rng);
    let mut names: Vec<String> = Vec::new();
    for _ in 0..twists(rng) {
        let Some((name, twist)) = rng.choice(TWISTS) else { break };
        if names.iter().any(|it| it.starts_with(name)) {
            continue;
        }
        names.push(match url.twist(twist, rng) {
            Some(how) => format!("{name} {how}"),
            None => (*name).to_owned(),
        });
    }
    Text { s: url.written(), twists: names }
}

/// All twists. A name may stand several times, which makes its twist more frequent.
const TWISTS: &[(&str, Twist)] = &[
    (
        "scheme of a driver",
        Twist::Scheme(&[
            "postgresql+psycopg2",
            "postgresql+asyncpg",
            "postgresql+psycopg",
            "postgresql+pg8000",
        ]),
    ),
    (
        "scheme of another kind",
        Twist::Scheme(&["pg", "pgsql", "psql", "postgis", "postgre", "mysql", "timescaledb"]),
    ),
    ("scheme in capitals", Twist::Scheme(&["POSTGRES", "PostgreSQL", "Postgresql"])),
    ("scheme of JDBC", Twist::Scheme(&["jdbc:postgresql"])),
    ("no user", Twist::NoUser),
    ("user empty", Twist::User(&[""])),
    ("user encoded", Twist::User(&["us%40er", "dom%5Cuser", "a%3Ab", "u%20x"])),
    ("user with @", Twist::User(&["app@tenant", "postgres.abcdefghijklmnopqrst"])),
    ("password empty", Twist::Password(&[""])),
    (
        "password encoded",
        Twist::Password(&["p%40ss", "a%3Ab%2Fc", "100%25", "q%3Fz%23y", "%5Bx%5D", "sp%20ace"]),
    ),
    ("password with @", Twist::Password(&["p@ss", "p@ss@w"])),
    ("password with /", Twist::Password(&["p/ss", "ab/cd/e", "/"])),
    ("password with :", Twist::Password(&["p:ss", ":"])),
    ("password with ?", Twist::Password(&["p?ss"])),
    ("password with #", Twist::Password(&["p#ss", "#1secret"])),
    ("password with brackets", Twist::Password(&["p[ss", "p]ss", "[pss]"])),
    ("password with a raw %", Twist::Password(&["100%", "a%zz", "50%off", "%", "%4"])),
    ("password with NUL", Twist::Password(&["a%00b"])),
    ("password with +", Twist::Password(&["p+ss", "%2B"])),
    ("password with blanks", Twist::Password(&["p ss", " ", "p\tss"])),
    ("password not of ASCII", Twist::Password(&["пароль", "p%C3%A4ss", "päss", "пар%20оль"])),
    ("password of other bytes", Twist::Password(&["p%E4ss", "%ff%fe"])),
    (
        "password with signs",
        Twist::Password(&[
            "p$ss!", "p^ss", "p`ss", "p\\ss", "p|ss", "p;ss", "p&ss=1", "p\"ss", "p'ss", "p,ss",
        ]),
    ),
    (
        "placeholder",
        Twist::Password(&[
            "${DB_PASSWORD}",
            "$PGPASSWORD",
            "<password>",
            "[YOUR-PASSWORD]",
            "{{ pw }}",
            "****",
        ]),
    ),
    ("host in capitals", Twist::Host(&["DB.Example.COM", "LOCALHOST"])),
    ("host with _", Twist::Host(&["db_primary", "_db"])),
    ("host with dots", Twist::Host(&["db.example.com.", ".db", "db..example.com", "."])),
    ("host not of ASCII", Twist::Host(&["bücher.example", "xn--bcher-kva.example", "例え.jp"])),
    ("host empty", Twist::Host(&[""])),
    ("host encoded", Twist::Host(&["%68ost", "db%2Eexample%2Ecom", "d%62", "db%20x"])),
    ("host with a blank", Twist::Host(&["db host", " db", "db "])),
    (
        "host of numbers",
        Twist::Host(&["3232235777", "0x7f.1", "127.1", "256.256.256.256", "010.0.0.1", "1.2.3.4.5"]),
    ),
    ("host of signs", Twist::Host(&["-db-", "db!", "db*", "db$", "(db)", "db;x", "db&x", "db=x", "db~"])),
    ("socket encoded", Twist::Host(&["%2Fvar%2Frun%2Fpostgresql", "%2ftmp", "%2FTmp%2FSock"])),
    (
        "socket in the query",
        Twist::NoHost(&["host=/var/run/postgresql", "host=%2Ftmp", "host=/cloudsql/proj:region:inst"]),
    ),
    ("socket raw", Twist::Hosts(&["/tmp/.s.PGSQL.5432", "/var/run/postgresql"])),
    ("IPv6", Twist::Host(&["[::1]", "[2001:db8::1234]", "[::ffff:192.0.2.1]"])),
    ("IPv6 in capitals", Twist::Host(&["[2001:DB8::ABCD]"])),
    ("IPv6 with a zone", Twist::Host(&["[fe80::1%25eth0]", "[fe80::1%eth0]"])),
    ("IPv6 bare", Twist::Hosts(&["::1", "2001:db8::1"])),
    (
        "IPv6 wrong",
        Twist::Host(&[
            "[::1",
            "[]",
            "[::1]x",
            "[zz::1]",
            "::1]",
            "[1.2.3.4]",
            "[db]",
            "[:::]",
            "[1:2:3:4:5:6:7:8:9]",
        ]),
    ),
    ("IPv6 in full", Twist::Host(&["[2001:0db8:0000:0000:0000:0000:0000:0001]", "[2001:db8:0:0:1:0:0:1]"])),
    ("several hosts", Twist::Hosts(&["pg1,pg2", "pg1,pg2,pg3", "pg1:5432,pg2:5433", "pg1:5433,pg2:5433"])),
    ("several hosts, some ports", Twist::Hosts(&["pg1,pg2:5433", "pg1:5433,pg2", "pg1:,pg2:5433"])),
    ("several hosts, some empty", Twist::Hosts(&["pg1,,pg3", ",pg2", "pg1,", ",", ":5433,pg2"])),
    ("several hosts, IPv6", Twist::Hosts(&["[::1]:5432,[2001:db8::2]:5433", "[::1],pg2"])),
    ("several hosts, sockets", Twist::Hosts(&["%2Ftmp,pg2", "pg1:5432,%2Ftmp:5433"])),
    ("port empty", Twist::Port(&[""])),
    (
        "port out of range",
        Twist::Port(&["0", "65535", "65536", "99999", "4294967297", "99999999999999999999"]),
    ),
    ("port of text", Twist::Port(&["abc", "5432a", "a5432", "${PORT}", "5432:5433", "54 32"])),
    (
        "port odd",
        Twist::Port(&[
            "05432",
            "-1",
            "+5432",
            "543%32",
            " 5432",
            "5432 ",
            "5_432",
            "0x1538",
            "5.4",
            "５４３２",
        ]),
    ),
    ("database missing", Twist::Path(&["", "/"])),
    ("database encoded", Twist::Path(&["/my%20db", "/a%2Fb", "/d%62", "/%2F", "/a%23b", "/a%3Fb"])),
    ("database with slashes", Twist::Path(&["/app/extra", "//app", "/app/", "///"])),
    (
        "database with signs",
        Twist::Path(&[
            "/a+b", "/a;b", "/a:b", "/a@b", "/a,b", "/a=b", "/a&b", "/a'b", "/a\"b", "/a\\b", "/a|b", "/[a]",
        ]),
    ),
    ("database in capitals", Twist::Path(&["/MyDB"])),
    ("database of dots", Twist::Path(&["/../app", "/./app", "/app/..", "/..", "/.", "/%2e%2e/app"])),
    ("database not of ASCII", Twist::Path(&["/данные", "/d%C3%A4ten", "/日本"])),
    ("database with a raw %", Twist::Path(&["/50%", "/%zz", "/a%2"])),
    (
        "database long",
        Twist::Path(&["/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]),
    ),
    ("database with a blank", Twist::Path(&["/my db", "/ app", "/app "])),
    ("query empty", Twist::QueryAlone(&["", "&", "&&"])),
    (
        "query unknown",
        Twist::Query(&[
            "foo=1",
            "schema=public",
            "pgbouncer=true",
            "connection_limit=5",
            "pool_timeout=10",
            "charset=utf8",
        ]),
    ),
    (
        "query unknown",
        Twist::Query(&[
            "statement_timeout=5000",
            "search_path=app",
            "currentSchema=app",
            "pool_max_conns=10",
            "sslaccept=strict",
            "max=10",
            "prepared_statement_cache_size=0",
        ]),
    ),
    (
        "query ssl",
        Twist::Query(&["ssl=true", "ssl=false", "ssl=1", "ssl=0", "ssl=require", "ssl=no-verify", "ssl="]),
    ),
    (
        "query sslmode wrong",
        Twist::QueryAlone(&[
            "sslmode=on",
            "sslmode=true",
            "sslmode=required",
            "sslmode=REQUIRE",
            "sslmode=verify_full",
            "sslmode=no-verify",
            "sslmode=none",
            "sslmode=%72equire",
            "sslmode=require%20",
        ]),
    ),
    ("query sslmode rare", Twist::QueryAlone(&["sslmode=allow", "sslmode=verify-ca", "sslmode=prefer"])),
    ("query in camel case", Twist::QueryAlone(&["sslMode=require", "applicationName=x"])),
    (
        "query files",
        Twist::Query(&[
            "sslrootcert=system",
            "sslrootcert=/no/such/ca.pem",
            "sslcert=/no/such/c.pem",
            "sslkey=/no/such/k.pem",
            "passfile=/no/such/pgpass",
            "sslcrl=/no/such/crl",
        ]),
    ),
    ("query in capitals", Twist::QueryAlone(&["SSLMODE=require", "Application_Name=x", "SSLMode=disable"])),
    (
        "query options",
        Twist::Query(&[
            "options=-c%20search_path%3Dapp",
            "options=-csearch_path=app",
            "options=-c search_path=app",
            "options=-c+search_path%3Dapp",
            "options=endpoint%3Dep-cool-1",
            "options=--search_path%3Dapp",
        ]),
    ),
    ("query +", Twist::Query(&["application_name=my+app", "application_name=%2B"])),
    (
        "query encoded",
        Twist::Query(&[
            "application_name=my%20app",
            "application_name=a%26b",
            "application%5Fname=x",
            "application_name=%C3%A4",
        ]),
    ),
    (
        "query blank",
        Twist::Query(&[
            "application_name=my app",
            " application_name=x",
            "application_name =x",
            "application_name= x",
        ]),
    ),
    (
        "query with a raw %",
        Twist::Query(&["application_name=100%", "application_name=%zz", "application_name=%00", "%=1"]),
    ),
    ("query without =", Twist::Query(&["sslmode", "zzz", "application_name"])),
    (
        "query with more =",
        Twist::Query(&["application_name=a=b", "options=-ca=b", "=", "=x", "application_name=="]),
    ),
    (
        "query value empty",
        Twist::Query(&[
            "sslmode=",
            "application_name=",
            "connect_timeout=",
            "port=",
            "host=",
            "user=",
            "password=",
            "dbname=",
        ]),
    ),
    (
        "query twice",
        Twist::QueryAlone(&[
            "application_name=a&application_name=b",
            "sslmode=disable&sslmode=require",
            "connect_timeout=5&connect_timeout=6",
            "options=-ca=b&options=-cc=d",
        ]),
    ),
    (
        "query with more &",
        Twist::QueryAlone(&[
            "application_name=a&&connect_timeout=5",
            "application_name=a&",
            "&application_name=a",
        ]),
    ),
    ("query between", Twist::Between(&[";", "&amp;", "?", "&&", ","])),
    (
        "query host",
        Twist::Query(&[
            "host=other.example.com",
            "host=a,b",
            "hostaddr=192.0.2.77",
            "hostaddr=192.0.2.7,192.0.2.8",
        ]),
    ),
    (
        "query host alone",
        Twist::NoHost(&[
            "host=db",
            "host=pg1:5433",
            "host=pg1:5432,pg2:5433",
            "host=pg1&host=pg2",
            "host=pg1:5432&host=pg2:5433",
            "host=pg1,pg2&port=5432,5433",
            "host=pg1,pg2&port=5433",
            "host=[::1]",
            "host=::1",
            "hostaddr=192.0.2.7",
        ]),
    ),
    (
        "query port",
        Twist::Query(&["port=6543", "port=0", "port=abc", "port=5432,5433", "port=65536", "port=%35432"]),
    ),
    ("query user", Twist::Query(&["user=other", "username=other", "user=a%40b"])),
    ("query password", Twist::Query(&["password=other", "password=p+q", "password=p%40q"])),
    ("query database", Twist::Query(&["dbname=other", "database=other", "db=other"])),
    (
        "query timeout",
        Twist::Query(&[
            "connect_timeout=10s",
            "connect_timeout=1.5",
            "connect_timeout=-1",
            "connect_timeout=abc",
            "connect_timeout=0",
            "timeout=5",
            "connectTimeout=5",
            "connect_timeout=%205",
        ]),
    ),
    (
        "query session",
        Twist::Query(&[
            "target_session_attrs=read-write",
            "target_session_attrs=any",
            "target_session_attrs=primary",
            "target_session_attrs=prefer-standby",
        ]),
    ),
    (
        "query session wrong",
        Twist::Query(&[
            "target_session_attrs=master",
            "target_session_attrs=readwrite",
            "targetServerType=primary",
            "target_session_attrs=RW",
        ]),
    ),
    (
        "query balance",
        Twist::Query(&["load_balance_hosts=random", "load_balance_hosts=true", "loadBalanceHosts=true"]),
    ),
    (
        "query channel binding",
        Twist::Query(&["channel_binding=require", "channel_binding=disable", "channel_binding=yes"]),
    ),
    (
        "query keepalives",
        Twist::Query(&[
            "keepalives=1",
            "keepalives_idle=30",
            "keepalives_idle=x",
            "tcp_user_timeout=1000",
            "keepalives=yes",
        ]),
    ),
    (
        "query encoding",
        Twist::Query(&[
            "client_encoding=utf8",
            "client_encoding=latin1",
            "encoding=utf8",
            "client_encoding=auto",
        ]),
    ),
    (
        "query newer",
        Twist::Query(&[
            "sslnegotiation=direct",
            "require_auth=scram-sha-256",
            "gssencmode=disable",
            "sslcertmode=disable",
            "min_protocol_version=3.2",
            "ssl_min_protocol_version=TLSv1.3",
            "max_protocol_version=latest",
        ]),
    ),
    ("query service", Twist::Query(&["service=nosuch"])),
    ("fragment", Twist::After(&["#primary", "#", "#a?b=c"])),
    ("blanks after", Twist::After(&[" ", "\t", "\n", "\r\n", "\r"])),
    ("blanks before", Twist::Before(&[" ", "\n", "\u{feff}"])),
    ("quoted before", Twist::Before(&["\"", "'"])),
    ("quoted after", Twist::After(&["\"", "'"])),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
];
