#!/usr/bin/perl
# A slow cable: carries whole frames between two interfaces, each way so many milliseconds later. For a kernel without sch_netem.
# usage: latency.pl MS INTERFACE INTERFACE    in the namespace that has both; until standard input ends. Prints "ready".
# Frames travel with their virtio header (packet(7), PACKET_VNET_HDR): so what the sender left to the hardware (checksums, segments) is left to
# it on the other side, too.
use strict;
use warnings;
use IO::Select;
use Socket;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($ms, @interfaces) = @ARGV;
die "usage: latency.pl MS INTERFACE INTERFACE\n" unless ($ms // '') =~ /^\d+$/ && @interfaces == 2;
my ($AF_PACKET, $SOL_PACKET, $VNET_HDR, $IGNORE_OUTGOING, $ETH_P_ALL) = (17, 263, 15, 23, 3);
my @sockets = map {
    my $interface = $_;
    my ($index) = map { /^(\d+): \Q$interface\E[:\@]/ ? $1 : () } `ip -o link`;
    die "no interface $interface\n" unless $index;
    socket(my $socket, $AF_PACKET, SOCK_RAW, 0) or die "socket: $!\n";
    setsockopt($socket, $SOL_PACKET, $VNET_HDR, pack('i', 1)) or die "PACKET_VNET_HDR: $!\n";
    setsockopt($socket, $SOL_PACKET, $IGNORE_OUTGOING, pack('i', 1)) or die "PACKET_IGNORE_OUTGOING: $!\n";
    # struct sockaddr_ll; with the protocol the socket begins to hear
    bind($socket, pack('S n i S C C a8', $AF_PACKET, $ETH_P_ALL, $index, 0, 0, 0, '')) or die "bind: $!\n";
    $socket;
} @interfaces;
my @queues = ([], []);
eval { setpriority(0, 0, -15) };
$| = 1;
print "ready\n";

my $select = IO::Select->new(\*STDIN, @sockets);
while (1) {
    my $now = clock_gettime(CLOCK_MONOTONIC);
    my $wait;
    for my $from (0, 1) {
        my $queue = $queues[$from];
        # What the other side cannot take is lost, as on a cable.
        syswrite($sockets[1 - $from], (shift @$queue)->[1]) while @$queue && $queue->[0][0] <= $now;
        next unless @$queue;
        my $left = $queue->[0][0] - $now;
        $wait = $left if !defined $wait || $left < $wait;
    }
    for my $handle ($select->can_read($wait)) {
        exit if fileno($handle) == 0;
        my $from = $handle == $sockets[0] ? 0 : 1;
        next unless defined sysread($handle, my $frame, 70_000);
        push @{ $queues[$from] }, [ clock_gettime(CLOCK_MONOTONIC) + $ms / 1000, $frame ];
    }
}
