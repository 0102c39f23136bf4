#!/usr/bin/env bash
# The numbers of org.popdns.platform are those of the C headers, for both architectures: compilers say so.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

platform=$(cd "$(dirname "$0")/../main/java/org/popdns/platform" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What each constant is in C.
meanings() {
  cat <<'TABLE'
DatagramRing MSG_TRUNC MSG_TRUNC
DatagramRing MMSGHDR_BYTES sizeof(struct mmsghdr)
DatagramRing NAME offsetof(struct mmsghdr, msg_hdr.msg_name)
DatagramRing NAME_LENGTH offsetof(struct mmsghdr, msg_hdr.msg_namelen)
DatagramRing IOVEC offsetof(struct mmsghdr, msg_hdr.msg_iov)
DatagramRing IOVEC_COUNT offsetof(struct mmsghdr, msg_hdr.msg_iovlen)
DatagramRing CONTROL offsetof(struct mmsghdr, msg_hdr.msg_control)
DatagramRing CONTROL_LENGTH offsetof(struct mmsghdr, msg_hdr.msg_controllen)
DatagramRing FLAGS offsetof(struct mmsghdr, msg_hdr.msg_flags)
DatagramRing MESSAGE_LENGTH offsetof(struct mmsghdr, msg_len)
DatagramRing IOVEC_BYTES sizeof(struct iovec)
DatagramRing IOVEC_LENGTH offsetof(struct iovec, iov_len)
DatagramRing CONTROL_DATA CMSG_LEN(0)
DatagramRing IPV4_CONTROL_BYTES CMSG_SPACE(sizeof(struct in_pktinfo))
DatagramRing IPV6_CONTROL_BYTES CMSG_SPACE(sizeof(struct in6_pktinfo))
SystemDatagramCalls MSG_WAITFORONE MSG_WAITFORONE
SocketAddressLayout AF_INET AF_INET
SocketAddressLayout AF_INET6 AF_INET6
SocketAddressLayout MAX_BYTES sizeof(struct sockaddr_in6)
SocketAddressLayout IPV4_BYTES sizeof(struct sockaddr_in)
SocketAddressLayout PORT offsetof(struct sockaddr_in, sin_port)
SocketAddressLayout PORT offsetof(struct sockaddr_in6, sin6_port)
SocketAddressLayout IPV4_ADDRESS offsetof(struct sockaddr_in, sin_addr)
SocketAddressLayout IPV6_ADDRESS offsetof(struct sockaddr_in6, sin6_addr)
SocketAddressLayout IPV6_SCOPE offsetof(struct sockaddr_in6, sin6_scope_id)
UdpSocket SOCK_DGRAM SOCK_DGRAM
UdpSocket SOCK_CLOEXEC SOCK_CLOEXEC
UdpSocket SOL_SOCKET SOL_SOCKET
UdpSocket SO_TYPE SO_TYPE
UdpSocket SO_SNDBUF SO_SNDBUF
UdpSocket SO_RCVBUF SO_RCVBUF
UdpSocket SO_REUSEPORT SO_REUSEPORT
UdpSocket SO_RCVTIMEO SO_RCVTIMEO
UdpSocket SO_SNDTIMEO SO_SNDTIMEO
UdpSocket SO_RCVBUFFORCE SO_RCVBUFFORCE
UdpSocket IPPROTO_IP IPPROTO_IP
UdpSocket IP_PKTINFO IP_PKTINFO
UdpSocket IP_MTU_DISCOVER IP_MTU_DISCOVER
UdpSocket IP_FREEBIND IP_FREEBIND
UdpSocket IPPROTO_IPV6 IPPROTO_IPV6
UdpSocket IPV6_MTU_DISCOVER IPV6_MTU_DISCOVER
UdpSocket IPV6_V6ONLY IPV6_V6ONLY
UdpSocket IPV6_RECVPKTINFO IPV6_RECVPKTINFO
UdpSocket PMTUDISC_OMIT IP_PMTUDISC_OMIT
UdpSocket PMTUDISC_OMIT IPV6_PMTUDISC_OMIT
UdpSocket SHUT_RD SHUT_RD
Errno EINTR EINTR
Errno EAGAIN EAGAIN
Errno EINVAL EINVAL
Errno ECONNREFUSED ECONNREFUSED
ThreadPriority PRIO_PROCESS PRIO_PROCESS
TABLE
}

# The value of a constant as the source says it.
value_of() { # CLASS CONSTANT
  sed -n "s/^.*static final int $2 = \([0-9a-fA-FxX]*\);.*$/\1/p" "$platform/$1.java"
}

write_assertions() {
  local class constant meaning
  printf '#define _GNU_SOURCE\n'
  printf '#include <%s>\n' stddef.h errno.h sys/resource.h sys/socket.h netinet/in.h
  while read -r class constant meaning; do
    printf '_Static_assert((long)(%s) == %s, "%s.%s is %s");\n' \
      "$meaning" "$(value_of "$class" "$constant")" "$class" "$constant" "$meaning"
  done < <(meanings)
  # What the layouts of pktinfo are used for: interface first in one, address first in the other.
  printf '_Static_assert(offsetof(struct in_pktinfo, ipi_ifindex) == 0, "ipi_ifindex");\n'
  printf '_Static_assert(offsetof(struct in6_pktinfo, ipi6_ifindex) == 16, "ipi6_ifindex");\n'
}

write_assertions >"$folder/layouts.c"
check_equal "every constant is in the source" 0 "$(grep -c '== ,' "$folder/layouts.c")"
check "x86-64 has these layouts and numbers" gcc -fsyntax-only "$folder/layouts.c"
check "aarch64 has these layouts and numbers" aarch64-linux-gnu-gcc -fsyntax-only "$folder/layouts.c"
sed 's/== 64/== 65/' "$folder/layouts.c" >"$folder/wrong.c"
check "a wrong one is noticed" eval "! gcc -fsyntax-only '$folder/wrong.c'"
report
