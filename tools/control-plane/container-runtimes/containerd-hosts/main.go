// Prints, as JSON, which servers containerd asks for images of a registry, in order, as its own
// reader of hosts.toml understands a certs.d folder: containerd-hosts <folder> <registry>...
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/containerd/containerd/v2/core/remotes/docker"
	"github.com/containerd/containerd/v2/core/remotes/docker/config"
)

type server struct {
	URL      string `json:"url"`
	Pull     bool   `json:"pull"`
	Resolve  bool   `json:"resolve"`
	Push     bool   `json:"push"`
	Insecure bool   `json:"insecure"`
	OwnCAs   bool   `json:"ownCAs"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: containerd-hosts <certs.d> <registry>...")
	}
	hosts := config.ConfigureHosts(context.Background(), config.HostOptions{
		HostDir: config.HostDirFromRoot(args[0]),
	})
	out := map[string][]server{}
	for _, registry := range args[1:] {
		found, err := hosts(registry)
		if err != nil {
			return fmt.Errorf("%s: %w", registry, err)
		}
		for _, host := range found {
			out[registry] = append(out[registry], describe(host))
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func describe(host docker.RegistryHost) server {
	can := host.Capabilities.Has
	out := server{
		URL:     fmt.Sprintf("%s://%s%s", host.Scheme, host.Host, host.Path),
		Pull:    can(docker.HostCapabilityPull),
		Resolve: can(docker.HostCapabilityResolve),
		Push:    can(docker.HostCapabilityPush),
	}
	if transport, ok := host.Client.Transport.(*http.Transport); ok && transport.TLSClientConfig != nil {
		out.Insecure = transport.TLSClientConfig.InsecureSkipVerify
		out.OwnCAs = transport.TLSClientConfig.RootCAs != nil
	}
	return out
}
