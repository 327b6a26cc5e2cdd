package io.ocmfed.runtime.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, is a loopback address",
    "127.8.9.10, is a loopback address",
    "::1, is a loopback address",
    "::ffff:127.0.0.1, is a loopback address",
    "::127.0.0.1, is a loopback address",
    "64:ff9b::7f00:1, is a loopback address",
    "2002:7f00:1::1, is a loopback address",
    "169.254.169.254, is a link-local address",
    "64:ff9b::a9fe:a9fe, is a link-local address",
    "fe80::1, is a link-local address",
    "224.0.0.1, is a multicast or reserved address",
    "ff02::1, is a multicast or reserved address",
    "255.255.255.255, is a multicast or reserved address",
    "240.0.0.1, is a multicast or reserved address",
    "0.0.0.0, means no host in particular",
    "0.1.2.3, means no host in particular",
    "::, means no host in particular",
    "fd00:ec2::254, is the address of a metadata service",
    "100.100.100.200, is the address of a metadata service",
    "168.63.129.16, is the address of a metadata service",
  })
  void refuses(String address, String why) throws Exception {
    assertThat(new AddressGuard(false).refusal(InetAddress.getByName(address))).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "10.1.2.3",
        "192.168.1.1",
        "2001:db8::1",
        "fd12:3456::1",
        "100.64.0.1"
      })
  void allows(String address) throws Exception {
    assertThat(new AddressGuard(false).refusal(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "::1, true", "169.254.169.254, false", "0.0.0.0, false"})
  void theSettingForTestsAllowsLoopbackOnly(String address, boolean allowed) throws Exception {
    assertThat(new AddressGuard(true).refusal(InetAddress.getByName(address)).isEmpty())
        .isEqualTo(allowed);
  }
}
