import { describe, expect, it } from 'vitest';
import { isPublicAddress, literalAddress } from './addresses.js';

describe('isPublicAddress', () => {
  it.each(['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111', '2a01:4f8::1'])('lets %s pass', address => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['127.0.0.1', 'this machine'],
    ['127.8.8.8', 'this machine'],
    ['::1', 'this machine'],
    ['0.0.0.0', 'any address'],
    ['::', 'any address'],
    ['10.0.0.1', 'a private network'],
    ['172.31.255.1', 'a private network'],
    ['192.168.1.1', 'a private network'],
    ['169.254.169.254', 'the metadata of a cloud'],
    ['100.100.100.200', 'shared address space'],
    ['fd00:ec2::254', 'the metadata of a cloud, version 6'],
    ['fe80::1', 'the link'],
    ['fec0::1', 'an old site'],
    ['::ffff:127.0.0.1', 'this machine, mapped'],
    ['::ffff:10.0.0.1', 'a private network, mapped'],
    ['::127.0.0.1', 'this machine, compatible form'],
    ['64:ff9b::a9fe:a9fe', 'the metadata behind NAT64'],
    ['2002:7f00:1::', 'this machine behind 6to4'],
    ['2001:0:7f00:1::', 'Teredo'],
    ['224.0.0.1', 'many'],
    ['ff02::1', 'many'],
    ['255.255.255.255', 'all'],
    ['240.0.0.1', 'nobody yet'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['not an address', 'nothing'],
    ['', 'nothing'],
  ])('refuses %s: %s', address => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('literalAddress', () => {
  it.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://①②⑦.0.0.1/', '127.0.0.1'],
  ])('sees the address in %s', (text, address) => {
    expect(literalAddress(new URL(text))).toBe(address);
  });

  it('sees none in a name', () => {
    expect(literalAddress(new URL('https://api.example/'))).toBeUndefined();
  });
});
