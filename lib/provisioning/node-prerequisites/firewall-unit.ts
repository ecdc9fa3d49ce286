/** The unit that loads the rules before there is a network. */
export const FIREWALL_UNIT = `[Unit]
Description=Firewall of the Kubernetes platform's machines
Documentation=man:nft(8)
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=nftables.service
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/nftables.d/kubestrata.nft
ExecReload=/usr/sbin/nft -f /etc/nftables.d/kubestrata.nft
ExecStop=/usr/sbin/nft delete table inet kubestrata

[Install]
WantedBy=sysinit.target
`;
