#!/usr/bin/perl
# Memory pressure: takes memory until so many MB are available, and keeps touching it; gives back when others take more. Ends with standard input.
# usage: pressure.pl MB
# Whatever happens, it is the first that the kernel ends (proc(5), oom_score_adj).
use strict;
use warnings;
use IO::Select;

my ($leave) = @ARGV;
die "usage: pressure.pl MB\n" unless ($leave // '') =~ /^\d{3,}$/;
open(my $score, '>', '/proc/self/oom_score_adj') or die "oom_score_adj: $!\n";
print $score 1000;
close $score or die "oom_score_adj: $!\n";

sub available {
    open(my $file, '<', '/proc/meminfo') or die "meminfo: $!\n";
    while (<$file>) { return $1 / 1024 if /^MemAvailable:\s+(\d+)/ }
    die "no MemAvailable\n";
}

my $chunk = 64;    # MB
my ($stdin, @held, $next) = (IO::Select->new(\*STDIN));
$next = 0;
until ($stdin->can_read(0.02)) {
    my $free = available();
    if ($free > $leave + 2 * $chunk) { push @held, 'x' x ($chunk << 20) }
    elsif ($free < $leave) { pop @held }
    next unless @held;
    # One byte of each page: it has to stay where it is.
    $next = ($next + 1) % @held;
    for (my $at = 0; $at < $chunk << 20; $at += 4096) { substr($held[$next], $at, 1) = 'y' }
}
