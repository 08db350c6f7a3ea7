package org.healthdiary.app

import kotlinx.coroutines.runBlocking
import org.healthdiary.testing.SmallDisk
import org.junit.After
import org.junit.Assert.assertTrue
import org.junit.Test

/** The phone has no room left: it says so, and what was typed or received before stays. Mounting a small disk needs root. */
internal class FullDiskTest : AtTheApp() {
    private lateinit var disk: SmallDisk

    override fun prepare() {
        disk = SmallDisk.at(context.dataDir)
        made()
    }

    @After
    fun unmount() = disk.close()

    @Test
    fun `what was typed stays until there is room`() {
        tap("Type a reading")
        press("118")
        tap("Next")
        press("76")
        disk.fill()
        tap("Save")
        see("The phone’s storage is full. What you typed is still here")
        hear("118")
        disk.free()
        tap("Save")
        hear("118 over 76")
    }

    @Test
    fun `what the cuff has comes once there is room`() {
        addCuff()
        repeat(BURST) { cuff.measurePressure(it.toUInt(), (120 + it).toUShort(), 80u, 60u) }
        disk.fill()
        tap("Take a reading")
        see("The phone’s storage is full")
        disk.free()
        tap("Try again")
        tap("Keep")
        val ana = checkNotNull(model.whose.person.value)
        val kept = runBlocking { bridge.entries.page(ana.id, null) }.entries.size
        // The record that the phone had confirmed before the disk refused it is the one that can be lost.
        assertTrue("$kept of $BURST", kept >= BURST - 1)
    }

    private companion object {
        const val BURST = 4
    }
}
