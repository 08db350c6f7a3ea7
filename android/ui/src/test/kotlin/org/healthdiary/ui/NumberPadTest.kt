package org.healthdiary.ui

import org.healthdiary.ui.parts.PadKey
import org.healthdiary.ui.parts.typed
import org.junit.Assert.assertEquals
import org.junit.Test

/** What keys make of digits. */
class NumberPadTest {
    private fun typing(keys: String) =
        keys.fold("") { sofar, key -> typed(sofar, if (key == '<') PadKey.Delete else PadKey.Digit(key.digitToInt()), longest = 3) }

    @Test
    fun `digits follow each other, up to three`() {
        assertEquals("131", typing("131"))
        assertEquals("131", typing("1318"))
    }

    @Test
    fun `the last one can be taken back, and nothing more than all`() {
        assertEquals("13", typing("138<"))
        assertEquals("", typing("1<<<"))
    }

    @Test
    fun `no number begins with nought`() {
        assertEquals("82", typing("082"))
        assertEquals("100", typing("100"))
    }
}
