<?xml version="1.0" encoding="UTF-8"?>
<!-- doctype.xsl - must fail: it has a DOCTYPE -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">&e;</xsl:template></xsl:stylesheet>
