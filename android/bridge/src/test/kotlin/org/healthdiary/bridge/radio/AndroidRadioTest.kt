package org.healthdiary.bridge.radio

import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Real conversations of the core over Android's classes, with a stack and a cuff that behave as theirs do. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], shadows = [StackShadow::class])
class AndroidRadioTest {
    @get:Rule val folder = TemporaryFolder()
    private val rigs = mutableListOf<Rig>()

    private fun rig(keep: Boolean = true) = Rig(folder.newFolder(), keep = keep).also { rigs += it }

    @After
    fun shut() = rigs.forEach { it.household.shut() }

    /** A cuff that is known, subscribed to, and was out of reach while it measured. */
    private fun burstAfterLoss(keep: Boolean): Rig {
        val rig = rig(keep)
        val device = rig.pair()
        var lost = false
        rig.talk(rig.household.sync(device)) {
            // The link is lost as soon as the subscription stands; then there is something to give.
            if (rig.air.subscribed && !lost) {
                lost = true
                rig.air.memory += (1..3).map(Air::record)
                rig.air.loseNow()
            }
        }
        return rig
    }

    @Test
    fun `a burst right behind a connection is heard whole`() {
        assertEquals(listOf(111, 112, 113), burstAfterLoss(keep = true).kept())
    }

    @Test
    fun `without what is kept all of the same burst is lost`() {
        val rig = burstAfterLoss(keep = false)
        assertEquals(emptyList<Int>(), rig.kept())
        assertEquals("confirmed, and so forgotten by the cuff", 0, rig.air.memory.size)
    }

    @Test
    fun `readings come over`() {
        val rig = rig()
        val device = rig.pair()
        rig.air.memory += (1..3).map(Air::record)
        val done = rig.talk(rig.household.sync(device)) as SyncResult.Complete
        assertEquals(3u, done.records)
        assertEquals("peer-ended", done.proof)
        assertEquals(listOf(111, 112, 113), rig.kept())
        assertTrue(rig.told.isNotEmpty())
    }

    @Test
    fun `a link lost at any request or record costs nothing`() {
        // Pairing asks for four things, and a synchronisation of three readings for eight; every one of them once.
        for (cut in 1..POINTS) {
            val rig = rig()
            val device = rig.pair()
            rig.air.memory += (1..3).map(Air::record)
            rig.air.cutNext(cut)
            rig.talk(rig.household.sync(device))
            assertEquals("cut at $cut, asked ${rig.air.asked}", listOf(111, 112, 113), rig.kept())
            rig.household.shut()
        }
    }

    @Test
    fun `a subscription is given back before the phone hangs up`() {
        val rig = rig()
        val device = rig.pair()
        rig.talk(rig.household.sync(device))
        assertFalse("a cuff that has nothing is hung up on", rig.air.subscribed)
        assertEquals("configure 2A35", rig.air.asked.last())
    }

    @Test
    fun `services are asked for once, and again where the device no longer has what it had`() {
        val rig = rig()
        val device = rig.pair()
        rig.talk(rig.household.sync(device))
        assertEquals(1, rig.air.asked.count { it == "discover" })
        rig.air.statuses["configure 2A35"] = ArrayDeque(listOf(INVALID_HANDLE))
        rig.air.memory += Air.record(1)
        rig.talk(rig.household.sync(device))
        assertEquals(2, rig.air.asked.count { it == "discover" })
        assertEquals(listOf(111), rig.kept())
    }

    @Test
    fun `status 133 is tried again, the third time with another object`() {
        val rig = rig()
        val device = rig.pair()
        rig.air.memory += Air.record(1)
        rig.air.attempts += listOf(ERROR_133, ERROR_133)
        rig.talk(rig.household.sync(device))
        assertEquals(listOf(111), rig.kept())
        assertEquals("the object for pairing, and the one that took its place", 2, rig.objects)
    }

    @Test
    fun `status 133 in the middle begins the link anew`() {
        val rig = rig()
        val device = rig.pair()
        rig.air.memory += (1..2).map(Air::record)
        rig.air.statuses["configure 2A35"] = ArrayDeque(listOf(ERROR_133))
        assertIs<SyncResult.Complete>(rig.talk(rig.household.sync(device)))
        assertEquals(listOf(111, 112), rig.kept())
    }

    @Test
    fun `a device that wants to be paired is paired, and asked again`() {
        val rig = rig()
        rig.air.wantsPairing = true
        rig.air.paired = false
        rig.pair { if (rig.pairingAsked) rig.answerPairing(yes = true) }
        rig.air.memory += Air.record(1)
        assertEquals(1, rig.household.devices().size)
    }

    @Test
    fun `pairing that is refused ends the conversation, and asks once`() {
        val rig = rig()
        val device = rig.pair()
        rig.air.wantsPairing = true
        rig.air.paired = false
        rig.air.memory += Air.record(1)
        val refused =
            assertIs<SyncResult.Refused>(rig.talk(rig.household.sync(device)) { if (rig.pairingAsked) rig.answerPairing(yes = false) })
        assertTrue(refused.needsPairing)
        assertEquals("nothing was given, so nothing is lost", 1, rig.air.memory.size)
        rig.air.paired = true
        rig.talk(rig.household.sync(device))
        assertEquals(listOf(111), rig.kept())
    }

    @Test
    fun `Bluetooth that is switched off in the middle is waited for`() {
        val rig = rig()
        val device = rig.pair()
        rig.air.memory += (1..3).map(Air::record)
        var off = false
        rig.talk(rig.household.sync(device)) {
            if (!off && rig.air.memory.size == 2) {
                off = true
                rig.switchBluetooth(on = false)
                rig.switchBluetooth(on = true)
            }
        }
        assertTrue(off)
        assertTrue(rig.told.any { it is SyncProgress.WaitingForBluetooth })
        // The link that comes up then has an object of its own, which the burst finds deaf: the phone's stack has forgotten the other.
        assertEquals(listOf(111), rig.kept().take(1))
    }

    @Test
    fun `a permission that is taken away in the middle ends it, and keeps what came`() {
        for (left in listOf(3, 2, 1)) {
            val rig = rig()
            val device = rig.pair()
            rig.air.memory += (1..3).map(Air::record)
            rig.talk(rig.household.sync(device)) { if (rig.air.subscribed && rig.air.memory.size == left) rig.air.allowed = false }
            assertEquals("what the cuff has given is in the diary", 3 - rig.air.memory.size, rig.kept().size)
            rig.household.shut()
        }
    }

    @Test
    fun `without the permission nothing is asked of the device`() {
        val rig = rig()
        val device = rig.pair()
        rig.air.memory += Air.record(1)
        rig.air.allowed = false
        assertIs<SyncResult.NotPermitted>(rig.talk(rig.household.sync(device)))
        assertEquals(1, rig.air.memory.size)
    }

    private inline fun <reified T> assertIs(value: Any): T = (value as? T) ?: throw AssertionError("is ${value::class.simpleName}")

    private companion object {
        const val POINTS = 14
        const val INVALID_HANDLE = 1
        const val ERROR_133 = 133
    }
}
