# Sends VRRP adverts of an unused VRID to the pair's other nodes and notes when theirs come (electron/facts/jitter.ts). For perl-base alone.
# Arguments: device, own address, VRID, a number of this run, ms between adverts, seconds, the others' addresses.
use strict;
use Config;
use Socket;

my ($device, $own, $vrid, $run, $step, $seconds, @peers) = @ARGV;

# clock_gettime(2) by its number: Time::HiRes is not part of perl-base.
my %numbers = (x86_64 => 228, aarch64 => 113, riscv64 => 113, loongarch64 => 113, powerpc64le => 246, s390x => 260);
my ($machine) = $Config{archname} =~ /^([^-]+)/;
my $hires = eval { require Time::HiRes; Time::HiRes::clock_gettime(1) };
sub now {
    return Time::HiRes::clock_gettime(1) if defined $hires;
    my $time = pack 'qq', 0, 0;
    syscall($numbers{$machine}, 1, $time) == 0 or die "no clock\n";
    my ($whole, $nano) = unpack 'qq', $time;
    return $whole + $nano / 1e9;
}
unless (defined $hires || ($numbers{$machine} && length pack('P', '') == 8)) { print "no-clock\n"; exit }

# What is heard is taken before any firewall: whether it lets VRRP in is another question.
socket(my $in, 17, SOCK_DGRAM, 0) or die "packet socket: $!\n";
my @filter = ([0x30, 0, 0, 9], [0x15, 0, 3, 112], [0x30, 0, 0, 21], [0x15, 0, 1, $vrid], [6, 0, 0, 256], [6, 0, 0, 0]);
my $program = join '', map { pack 'SCCL', @$_ } @filter;
setsockopt($in, 1, 26, pack('S x![P] P', scalar @filter, $program)) or die "filter: $!\n";
open my $file, '<', "/sys/class/net/$device/ifindex" or die "no such device\n";
my $index = <$file>;
bind($in, pack('S n l S C C a8', 17, 0x0800, $index, 0, 0, 0, '')) or die "bind: $!\n";

socket(my $out, AF_INET, SOCK_RAW, 255) or die "raw socket: $!\n";
setsockopt($out, SOL_SOCKET, 25, "$device\0") or die "device: $!\n";

# VRRP version 3 (RFC 9568, section 5.2) of the lowest priority; the number of the run and of the advert stand where addresses would.
sub advert {
    my ($to, $number) = @_;
    my ($from, $for) = (inet_aton($own), inet_aton($to));
    my $body = sub { pack 'CCCCnnNN', 0x31, $vrid, 1, 2, 100, $_[0], $run, $number };
    my $sum = 0;
    $sum += $_ for unpack 'n*', $from . $for . pack('CCn', 0, 112, 16) . $body->(0);
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return pack('CCnnnCCna4a4', 0x45, 0xc0, 36, 0, 0x4000, 255, 112, 0, $from, $for) . $body->(~$sum & 0xffff);
}

my %place = map { $peers[$_] => $_ } 0 .. $#peers;
my $most = 1.2 * @peers * ($seconds + 3) * 1000 / $step;
my (@heard, $number);
$number = 0;
my $begun = now();
# Those that began later are heard to their end.
my ($last, $stop, $next) = ($begun + $seconds, $begun + $seconds + 2, $begun);
while ((my $at = now()) < $stop) {
    my $sends = $next < $last;
    if ($sends && $at >= $next) {
        send($out, advert($_, $number), 0, pack_sockaddr_in(0, inet_aton($_))) for @peers;
        $number += 1;
        # From now on, as keepalived does: what was late does not come sooner the next time.
        $next = $at + $step / 1000;
        next;
    }
    my $ready = '';
    vec($ready, fileno($in), 1) = 1;
    next unless select($ready, undef, undef, ($sends ? $next : $stop) - $at) > 0;
    my $came = now();
    while (defined recv($in, my $packet, 256, 0x40)) {
        next if length $packet < 36;
        my ($from, $for) = map { inet_ntoa($_) } unpack 'x12 a4 a4', $packet;
        my ($of, $which) = unpack 'x28 NN', $packet;
        next unless $of == $run && $for eq $own && defined $place{$from} && @heard < $most;
        push @heard, sprintf('%d %d %d', $place{$from}, $which, ($came - $begun) * 1e6);
    }
}
print "sent $number\n", map { "$_\n" } @heard;
