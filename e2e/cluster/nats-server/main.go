// Command nats-server is the NATS server as its module builds it. It exists so that tests and the
// demo have a real one, of a version that go.mod names, where none is installed.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/nats-io/nats-server/v2/server"
)

func main() {
	flags := flag.NewFlagSet("nats-server", flag.ExitOnError)
	options, err := server.ConfigureOptions(flags, os.Args[1:], server.PrintServerAndExit, flags.Usage, server.PrintTLSHelpAndDie)
	if err != nil {
		fail(err)
	}
	nats, err := server.NewServer(options)
	if err != nil {
		fail(err)
	}
	nats.ConfigureLogger()
	if err := server.Run(nats); err != nil {
		fail(err)
	}
	nats.WaitForShutdown()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "nats-server:", err)
	os.Exit(1)
}
