package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothGattCharacteristic
import android.bluetooth.BluetoothGattDescriptor
import android.bluetooth.BluetoothGattService
import java.util.UUID

/**
 * A paired cuff and the air between, for a test that turns the crank: what would happen by itself waits in [turn].
 *
 * The cuff forgets a record once the phone's stack has confirmed it, keeps its subscription over links while it is paired, and begins to
 * send as soon as a link is up, or a subscription is written.
 */
internal class Air(
    private val address: String,
    private val serial: String,
) {
    /** What the cuff has measured and not yet given. */
    val memory = ArrayDeque<ByteArray>()

    /** Whether the cuff has the phone's subscription. */
    var subscribed = false

    /** Every request that reached the stack, in order. */
    val asked = mutableListOf<String>()

    /** What the stack or the cuff answers to a request instead, once each. */
    val statuses = HashMap<String, ArrayDeque<Int>>()

    /** The cuff answers nobody whom it is not paired with. */
    var wantsPairing = false
    var paired = true

    /** The app may use Bluetooth. */
    var allowed = true

    /** How attempts to connect end, one after the other; 0 and those that are not named come up. */
    val attempts = ArrayDeque<Int>()
    var connections = 0
        private set

    private val waiting = ArrayDeque<() -> Unit>()
    private var up: StackShadow? = null
    private var cutIn = 0
    private var sending = false

    init {
        all[address] = this
    }

    /** Does the next thing that would happen by itself; whether there was one. */
    fun turn(): Boolean = waiting.removeFirstOrNull()?.let { it() } != null

    fun permitted() {
        if (!allowed) throw SecurityException("BLUETOOTH_CONNECT")
    }

    fun connect(of: StackShadow): Boolean {
        permitted()
        connections++
        val status = attempts.removeFirstOrNull() ?: 0
        waiting += {
            if (status == 0) {
                up = of
                sending = false
                of.cameUp()
                burst()
            } else {
                of.wentDown(status)
            }
        }
        return true
    }

    fun hangUp(of: StackShadow) {
        if (up !== of) return
        up = null
        waiting.clear()
        waiting += { of.wentDown(PHONE) }
    }

    fun closed(of: StackShadow) {
        if (up === of) up = null
    }

    /** The phone's Bluetooth is switched off: no word of any link. */
    fun off() {
        up = null
        waiting.clear()
    }

    fun ask(
        of: StackShadow,
        what: String,
        uuid: UUID?,
        answer: (Int) -> Unit,
    ): Boolean {
        if (up !== of) return false
        val name = listOfNotNull(what, uuid?.let(::short)).joinToString(" ")
        asked += name
        if (cut()) return true
        after(if (what == "discover") ROUND_TRIPS else 1) {
            val refused = AUTHENTICATION.takeIf { wantsPairing && !paired && what != "discover" }
            answer(statuses[name]?.removeFirstOrNull() ?: refused ?: 0)
        }
        return true
    }

    /** So many turns from now. */
    private fun after(
        turns: Int,
        action: () -> Unit,
    ) {
        waiting += if (turns == 1) action else ({ after(turns - 1, action) })
    }

    fun configured(
        characteristic: BluetoothGattCharacteristic,
        enabled: Boolean,
    ) {
        if (short(characteristic.uuid) == MEASUREMENT) subscribed = enabled
    }

    /** Sends what is there, one record after the other, and hangs up behind the last. */
    fun burst() {
        if (subscribed && !sending) up?.let(::send)
    }

    private fun send(link: StackShadow) {
        sending = true
        waiting += {
            val record = memory.firstOrNull()
            sending = false
            if (up === link && record != null && !cut()) {
                // Confirmed by the stack, so that the cuff forgets it, before anybody hears.
                memory.removeFirst()
                link.indicated(HANDLE, record)
                if (memory.isNotEmpty()) send(link) else waiting += { end(link) }
            }
        }
    }

    private fun end(link: StackShadow) {
        if (up !== link) return
        up = null
        link.wentDown(DEVICE)
    }

    /** The link is lost in place of the request or record that comes as number [n] from now on; once. */
    fun cutNext(n: Int) {
        cutIn = n
    }

    private fun cut(): Boolean {
        if (cutIn == 0 || --cutIn > 0) return false
        loseNow()
        return true
    }

    /** The link is lost. */
    fun loseNow() {
        val link = up ?: return
        up = null
        waiting.clear()
        waiting += { link.wentDown(TIMEOUT) }
    }

    fun reads(uuid: UUID): ByteArray =
        mapOf(
            "2A29" to "Invented",
            "2A24" to "Cuff 1",
            "2A25" to serial,
        )[short(uuid)].orEmpty().toByteArray()

    fun offered(): List<BluetoothGattService> {
        val pressure = BluetoothGattService(wide("1810"), BluetoothGattService.SERVICE_TYPE_PRIMARY)
        val measurement = characteristic(MEASUREMENT, HANDLE, BluetoothGattCharacteristic.PROPERTY_INDICATE)
        measurement.addDescriptor(BluetoothGattDescriptor(CLIENT_CONFIGURATION, BluetoothGattDescriptor.PERMISSION_WRITE))
        pressure.addCharacteristic(measurement)
        val about = BluetoothGattService(wide("180A"), BluetoothGattService.SERVICE_TYPE_PRIMARY)
        listOf("2A29", "2A24", "2A25").forEachIndexed { n, name ->
            about.addCharacteristic(characteristic(name, HANDLE + 1 + n, BluetoothGattCharacteristic.PROPERTY_READ))
        }
        return listOf(pressure, about)
    }

    private fun characteristic(
        name: String,
        handle: Int,
        properties: Int,
    ) = BluetoothGattCharacteristic(wide(name), properties, BluetoothGattCharacteristic.PERMISSION_READ).also {
        BluetoothGattCharacteristic::class.java.getDeclaredField("mInstance").run {
            isAccessible = true
            setInt(it, handle)
        }
    }

    companion object {
        private val all = HashMap<String, Air>()
        private const val MEASUREMENT = "2A35"
        private const val HANDLE = 16
        private const val AUTHENTICATION = 5

        /** Services, their characteristics, and the descriptors of those: a discovery is many requests on the air. */
        private const val ROUND_TRIPS = 6
        private const val TIMEOUT = 8
        private const val DEVICE = 0x13
        private const val PHONE = 0x16

        fun of(address: String) = all.getValue(address)

        fun wide(short: String): UUID = UUID.fromString("0000$short-0000-1000-8000-00805f9b34fb")

        fun short(uuid: UUID) = uuid.toString().uppercase().substring(4, 8)

        /** Systolic 110 + n, diastolic 70 + n, pulse 60 + n, at minute n of 2026-08-14 07:00 (flags: stamp and pulse; mmHg). */
        fun record(n: Int): ByteArray {
            fun sfloat(value: Int) = byteArrayOf(value.toByte(), 0)
            return byteArrayOf(0x06) + sfloat(110 + n) + sfloat(70 + n) + sfloat(80 + n) +
                byteArrayOf(0xEA.toByte(), 0x07, 8, 14, 7, n.toByte(), 0) + sfloat(60 + n)
        }
    }
}
