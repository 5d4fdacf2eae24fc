// Asks Go's drivers what they make of a connection string. Nothing is dialled.
//
//	worker --list     the drivers that are here, a JSON object a line
//	worker DRIVER     strings in, answers out, as ../README.md says
//
// Debian packages the sources, and dpkg knows their versions.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"unsafe"

	"github.com/jackc/pgx/v4/pgxpool"
	"github.com/lib/pq"
)

type answer struct {
	S        string            `json:"s"`
	OK       bool              `json:"ok"`
	Host     string            `json:"host"`
	Port     string            `json:"port"`
	User     string            `json:"user"`
	Password string            `json:"password"`
	DBName   string            `json:"dbname"`
	ToServer map[string]string `json:"to_server"`
	Error    *string           `json:"error"`
	Stage    *string           `json:"stage"`
}

type driver struct {
	name, debian, how string
	// How many parts of the version stand in the name.
	parts int
	ask   func(*answer) error
}

var drivers = []driver{
	{"pgx", "golang-github-jackc-pgx-v4-dev", "pgxpool.ParseConfig", 1, askPgx},
	{"lib-pq", "golang-github-lib-pq-dev", "pq.NewConnector, whose options reflection reads", 2, askLibPq},
}

// debian is the first socket directory that pgx looks for when the string names no host. Not every machine has it.
const debian = "/var/run/postgresql"

func askPgx(a *answer) error {
	os.Setenv("PGHOST", debian)
	pool, err := pgxpool.ParseConfig(a.S)
	if err != nil {
		return err
	}
	config := pool.ConnConfig.Config
	type place struct{ host, port string }
	places := []place{{config.Host, strconv.Itoa(int(config.Port))}}
	for _, it := range config.Fallbacks {
		next := place{it.Host, strconv.Itoa(int(it.Port))}
		if next != places[len(places)-1] { // with TLS and without, it is one place
			places = append(places, next)
		}
	}
	var hosts, ports []string
	for _, it := range places {
		hosts, ports = append(hosts, it.host), append(ports, it.port)
	}
	a.Host, a.Port = strings.Join(hosts, ","), strings.Join(ports, ",")
	a.User, a.Password, a.DBName = config.User, config.Password, config.Database
	a.ToServer = config.RuntimeParams
	return nil
}

func askLibPq(a *answer) error {
	connector, err := pq.NewConnector(a.S)
	if err != nil {
		return err
	}
	field := reflect.ValueOf(connector).Elem().FieldByName("opts")
	field = reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
	parts := map[string]*string{
		"host": &a.Host, "port": &a.Port, "user": &a.User, "password": &a.Password, "dbname": &a.DBName,
	}
	for it := field.MapRange(); it.Next(); {
		if part := parts[it.Key().String()]; part != nil {
			*part = it.Value().String()
		}
	}
	return nil
}

// ask fills the answer; a driver that panics has answered as well.
func ask(d driver, a *answer) {
	refuse := func(stage, text string) { a.Stage, a.Error = &stage, &text }
	defer func() {
		if reason := recover(); reason != nil {
			refuse("crash", fmt.Sprint("panic: ", reason))
		}
	}()
	if err := d.ask(a); err != nil {
		refuse("read", err.Error())
		return
	}
	a.OK = true
}

func list(out *json.Encoder) {
	for _, d := range drivers {
		packed, err := exec.Command("dpkg-query", "--show", "--showformat=${Version}", d.debian).Output()
		if err != nil {
			panic(err)
		}
		version := strings.Split(string(packed), "-")[0]
		short := strings.Join(strings.Split(version, ".")[:d.parts], ".")
		out.Encode(map[string]string{"driver": d.name + "@" + short, "version": version, "how": d.how})
	}
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if os.Args[1] == "--list" {
		list(out)
		return
	}
	name := strings.Split(os.Args[1], "@")[0]
	for _, d := range drivers {
		if d.name != name {
			continue
		}
		in := bufio.NewScanner(os.Stdin)
		in.Buffer(nil, 1<<24)
		for in.Scan() {
			var a answer
			if err := json.Unmarshal(in.Bytes(), &a); err != nil {
				panic(err)
			}
			ask(d, &a)
			out.Encode(a)
		}
		return
	}
	fmt.Fprintln(os.Stderr, os.Args[1], "is not here")
	os.Exit(1)
}
