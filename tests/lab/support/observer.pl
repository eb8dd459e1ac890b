#!/usr/bin/perl
# An observer of a VIP that shares nothing with Hotpair's probe: another language, one process, one loop over select(2). It asks GET / at
# fixed steps, whether the answers come or not, each on a connection and with a time limit of its own. Perl is on every Debian, and mmdebstrap needs it.
#
# usage: observer.pl VIP SECONDS|- [--step MS] [--timeout MS] [--port N] [--lines]
#   -          until standard input ends or says something
#   --step     between two requests, 10 by default
#   --timeout  for a complete answer, 800 by default: less than the second after which TCP sends a lost SYN again, so that a lost request fails
#   --lines    {"at","ms","good","who"} for every request, as soon as it is over
# Prints one line {"ready":true} when the first request is sent, and at the end one with
#   steps, requests, lost  no step goes without a request: one that the machine was too late for is made up for at once
#   late, late_ms  requests that were sent more than a step late; by how much at most
#   from, to  epoch seconds of the first and of the last request
#   outages   [{from, to, requests, before, late_ms}]: from when the first failed request was sent until the next good one was (or one step after
#             the last); before: when the last good one before it was sent, or null; late_ms: how late one of its requests was sent, at most
#   answers   [{who, from, requests}]: whoever answered in turn; a failure is "-" and its reason. At most 200.
#   slowest_ms  of the good answers
# A good answer has status 2xx or 3xx; who is X-Hotpair-Node or else what the body begins with.
use strict;
use warnings;
use Errno qw(EINPROGRESS EINTR EAGAIN);
use Fcntl;
use IO::Select;
use JSON::PP;
use Socket;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC time);

my ($vip, $seconds, %option) = (shift // '', shift // '', step => 10, timeout => 800, port => 80);
while (defined(my $name = shift)) {
    if ($name eq '--lines') { $option{lines} = 1 }
    elsif (($ARGV[0] // '') =~ /^[1-9]\d*$/ && $name =~ /^--(step|timeout|port)$/) { $option{$1} = shift }
    else { $vip = '' }
}
my $address = inet_aton($vip =~ /^[\d.]+$/ ? $vip : '');
if (!$address || $seconds !~ /^(-|\d+(\.\d+)?)$/) {
    print STDERR "usage: observer.pl VIP SECONDS|- [--step MS] [--timeout MS] [--port N] [--lines]\n";
    exit 64;
}
my $where = sockaddr_in($option{port}, $address);
my ($step, $timeout) = ($option{step} / 1000, $option{timeout} / 1000);
# Before others, where it may: what it is late for it cannot measure.
eval { setpriority(0, 0, -15) };
my $json = JSON::PP->new->canonical;
$| = 1;

# One clock for waiting, which nobody sets; its distance to the epoch is read once, so that all times agree with each other.
sub now { clock_gettime(CLOCK_MONOTONIC) }
my $start = now();
my $epoch = time() - $start;

my (@replies, %open);    # each reply: sent and late (by the clock), took, good, who

sub over {
    my ($reply, $good, $who) = @_;
    @$reply{qw(took good who)} = (now() - $reply->{sent}, $good, $who);
    if (my $socket = delete $reply->{socket}) { delete $open{ fileno $socket }; close $socket }
    print $json->encode({
        at => sprintf('%.4f', $reply->{sent} + $epoch) + 0, ms => sprintf('%.1f', $reply->{took} * 1000) + 0,
        good => $good ? JSON::PP::true : JSON::PP::false, who => $who,
    }), "\n" if $option{lines};
}

sub ask {
    my $due = shift;
    my $sent = now();
    my $reply = { sent => $sent, late => $sent - $due, text => '', asked => 0 };
    push @replies, $reply;
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or return over($reply, 0, "-$!");
    $reply->{socket} = $socket;
    $open{ fileno $socket } = $reply;
    fcntl($socket, F_SETFL, O_NONBLOCK);
    over($reply, 0, "-$!") unless connect($socket, $where) || $! == EINPROGRESS;
}

# When connected: the question. Afterwards: a piece of the answer.
sub on_writable {
    my $reply = shift;
    $! = unpack('i', getsockopt($reply->{socket}, SOL_SOCKET, SO_ERROR));
    return over($reply, 0, "-$!") if $! != 0;
    $reply->{asked} = 1;
    # Small enough to be taken whole.
    local $SIG{PIPE} = 'IGNORE';
    send($reply->{socket}, "GET / HTTP/1.0\r\nHost: $vip\r\n\r\n", 0) or over($reply, 0, "-$!");
}

sub on_readable {
    my $reply = shift;
    my $read = sysread($reply->{socket}, my $piece, 65536);
    return if !defined $read && ($! == EAGAIN || $! == EINTR);
    return over($reply, 0, "-$!") unless defined $read;
    # No more is kept than tells who it was.
    if ($read) { $reply->{text} .= substr($piece, 0, 4096 - length $reply->{text}) if length $reply->{text} < 4096; return }
    my ($head, $body) = split /\r\n\r\n/, $reply->{text}, 2;
    return over($reply, 0, '-no answer') unless ($head // '') =~ m{^HTTP/1\.\d (\d{3})};
    my $status = $1;
    return over($reply, 0, "-$status") unless $status =~ /^[23]/;
    my $who = $head =~ /^x-hotpair-node:[ \t]*(.*?)[ \t]*\r?$/im ? $1 : substr($body // '', 0, 40);
    $who =~ s/[^ -~]+/ /g;
    over($reply, 1, $who);
}

my $until = $seconds eq '-' ? 9**99 : $start + $seconds;
for (my $count = 0 ;;) {
    my $moment = now();
    my $next = $start + $count * $step;
    if ($next < $until && $moment >= $next) {
        ask($next);
        print "{\"ready\":true}\n" unless $count;
        $count++;
        next;    # steps that were missed are made up for at once
    }
    for my $reply (values %open) { over($reply, 0, '-timeout') if $moment - $reply->{sent} >= $timeout }
    last if $next >= $until && !%open;

    my ($readable, $writable) = (IO::Select->new, IO::Select->new);
    for my $reply (values %open) { ($reply->{asked} ? $readable : $writable)->add($reply->{socket}) }
    $readable->add(\*STDIN) if $until > 9**98;
    my $wait = $next < $until ? $next - $moment : 0.005;
    $wait = 0 if $wait < 0;
    my ($can_read, $can_write) = IO::Select->select($readable, $writable, undef, $wait);
    for my $handle (@{ $can_read // [] }) {
        if (fileno($handle) == 0) { $until = now(); next }
        on_readable($open{ fileno $handle });
    }
    on_writable($open{ fileno $_ }) for @{ $can_write // [] };
}

my (@outages, @answers);
my ($failing, $before, $slowest, $late, $latest) = (undef, undef, 0, 0, 0);
sub larger { $_[0] > $_[1] ? $_[0] : $_[1] }
sub ms { sprintf('%.1f', $_[0] * 1000) + 0 }
for my $reply (@replies) {
    my $at = $reply->{sent} + $epoch;
    if (!@answers || $answers[-1]{who} ne $reply->{who}) { push @answers, { who => $reply->{who}, from => $at, requests => 0 } }
    $answers[-1]{requests}++;
    $latest = larger($latest, $reply->{late});
    $late++ if $reply->{late} > $step;
    if ($reply->{good}) {
        $slowest = larger($slowest, $reply->{took});
        if ($failing) { @$failing{qw(to late_ms)} = ($at, larger($failing->{late_ms}, ms($reply->{late}))) }
        ($failing, $before) = (undef, $at);
        next;
    }
    push @outages, $failing = { from => $at, requests => 0, before => $before, late_ms => 0 } unless $failing;
    $failing->{requests}++;
    $failing->{to} = $at + $step;
    $failing->{late_ms} = larger($failing->{late_ms}, ms($reply->{late}));
}
splice @answers, 200 if @answers > 200;
print $json->encode({
    steps => int(($replies[-1]{sent} - $replies[-1]{late} - $start) / $step + 0.5) + 1, requests => scalar @replies, lost => scalar(grep { !$_->{good} } @replies),
    late => $late, late_ms => ms($latest), slowest_ms => ms($slowest),
    from => $replies[0]{sent} + $epoch, to => $replies[-1]{sent} + $epoch, outages => \@outages, answers => \@answers,
}), "\n";
