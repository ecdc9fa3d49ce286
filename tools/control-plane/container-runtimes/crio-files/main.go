// Reads what CRI-O reads at its start with CRI-O's own code: crio-files <root>, where <root> holds
// etc/crio and etc/containers. Prints the effective settings as JSON; fails for a file that CRI-O
// would refuse, and for keys in crio.conf.d that it would pass over in silence.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"
	"github.com/cri-o/cri-o/pkg/config"
	"go.podman.io/image/v5/docker/reference"
	"go.podman.io/image/v5/pkg/sysregistriesv2"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"
)

// keys are the tables of crio.conf, so that unknown ones are found. The type of the last one is
// internal to CRI-O, and is taken from where it is used.
type keys[NRI any] struct {
	Crio struct {
		config.RootConfig
		API     config.APIConfig     `toml:"api"`
		Runtime config.RuntimeConfig `toml:"runtime"`
		Image   config.ImageConfig   `toml:"image"`
		Network config.NetworkConfig `toml:"network"`
		Metrics config.MetricsConfig `toml:"metrics"`
		Tracing config.TracingConfig `toml:"tracing"`
		Stats   config.StatsConfig   `toml:"stats"`
		NRI     NRI                  `toml:"nri"`
	} `toml:"crio"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 1 {
		return fmt.Errorf("usage: crio-files <root> [image]...")
	}
	root := args[0]
	effective, err := crio(filepath.Join(root, "etc/crio/crio.conf.d"))
	if err != nil {
		return err
	}
	system := &types.SystemContext{
		SystemRegistriesConfPath:    filepath.Join(root, "etc/containers/registries.conf"),
		SystemRegistriesConfDirPath: filepath.Join(root, "etc/containers/registries.conf.d"),
	}
	registries, err := sysregistriesv2.GetRegistries(system)
	if err != nil {
		return fmt.Errorf("registries.conf: %w", err)
	}
	policy, err := signature.NewPolicyFromFile(filepath.Join(root, "etc/containers/policy.json"))
	if err != nil {
		return fmt.Errorf("policy.json: %w", err)
	}
	searched, err := sysregistriesv2.UnqualifiedSearchRegistries(system)
	if err != nil {
		return fmt.Errorf("registries.conf: %w", err)
	}
	effective["registries"] = registries
	effective["searched"] = searched
	effective["policy"] = policy
	sources := map[string][]string{}
	for _, image := range args[1:] {
		found, err := sysregistriesv2.FindRegistry(system, image)
		if err != nil {
			return fmt.Errorf("%s: %w", image, err)
		}
		if found == nil {
			sources[image] = []string{image}
			continue
		}
		if sources[image], err = pulledFrom(found, image); err != nil {
			return fmt.Errorf("%s: %w", image, err)
		}
	}
	effective["sources"] = sources
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(effective)
}

// crio reads the drop-ins as CRI-O does, and refuses keys that it would not read.
func crio(folder string) (map[string]any, error) {
	settings, err := config.DefaultConfig()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.conf"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		meta, err := decode(file, settings.NRI)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if unknown := meta.Undecoded(); len(unknown) > 0 {
			return nil, fmt.Errorf("%s: CRI-O knows no key %v", file, unknown)
		}
	}
	if err := settings.UpdateFromPath(context.Background(), folder); err != nil {
		return nil, err
	}
	if err := settings.Validate(false); err != nil {
		return nil, err
	}
	return map[string]any{
		"cgroupManager":   settings.CgroupManagerName,
		"defaultRuntime":  settings.DefaultRuntime,
		"listen":          settings.Listen,
		"metricsPort":     settings.MetricsPort,
		"metrics":         settings.EnableMetrics,
		"nri":             settings.NRI.Enabled,
		"pauseImage":      settings.PauseImage,
		"pinnedImages":    settings.PinnedImages,
		"pluginDirs":      settings.PluginDirs,
		"runtimes":        settings.Runtimes,
		"shortNameMode":   settings.ShortNameMode,
		"signaturePolicy": settings.SignaturePolicyPath,
	}, nil
}

func decode[NRI any](file string, _ NRI) (toml.MetaData, error) {
	return toml.DecodeFile(file, &keys[NRI]{})
}

// pulledFrom names the places that an image is fetched from, in order.
func pulledFrom(registry *sysregistriesv2.Registry, image string) ([]string, error) {
	if registry.Blocked {
		return []string{}, nil
	}
	named, err := reference.ParseNamed(image)
	if err != nil {
		return nil, err
	}
	places, err := registry.PullSourcesFromReference(named)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, place := range places {
		out = append(out, place.Reference.String())
	}
	return out, nil
}
