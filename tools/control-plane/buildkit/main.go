// Reads a configuration of BuildKit as buildkitd does, and besides refuses keys that it does not know.
package main

import (
	"fmt"
	"os"

	"github.com/moby/buildkit/cmd/buildkitd/config"
	"github.com/pelletier/go-toml/v2"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: buildkit-config FILE")
		os.Exit(2)
	}
	if _, err := config.LoadFile(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer file.Close()
	var strict config.Config
	if err := toml.NewDecoder(file).DisallowUnknownFields().Decode(&strict); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
